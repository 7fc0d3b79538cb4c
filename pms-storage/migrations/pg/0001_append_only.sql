-- What is written in the books stays written. The role that the library works as needs no more than
-- select and insert on these three tables; the triggers also hold an owner to it.
create function pms_append_only() returns trigger language plpgsql as
  $$ begin raise exception 'append-only' using errcode = 'insufficient_privilege'; end $$;
create trigger pms_entry_stays before update or delete on pms_entry
  for each row execute function pms_append_only();
create trigger pms_entry_lasts before truncate on pms_entry
  for each statement execute function pms_append_only();
create trigger pms_posting_stays before update or delete on pms_posting
  for each row execute function pms_append_only();
create trigger pms_posting_lasts before truncate on pms_posting
  for each statement execute function pms_append_only();
create trigger pms_event_stays before update or delete on pms_event
  for each row execute function pms_append_only();
create trigger pms_event_lasts before truncate on pms_event
  for each statement execute function pms_append_only();
