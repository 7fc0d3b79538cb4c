-- What is written in the books stays written.
create trigger pms_entry_stays before update on pms_entry begin select raise(abort, 'append-only'); end;
create trigger pms_entry_lasts before delete on pms_entry begin select raise(abort, 'append-only'); end;
create trigger pms_posting_stays before update on pms_posting begin select raise(abort, 'append-only'); end;
create trigger pms_posting_lasts before delete on pms_posting begin select raise(abort, 'append-only'); end;
create trigger pms_event_stays before update on pms_event begin select raise(abort, 'append-only'); end;
create trigger pms_event_lasts before delete on pms_event begin select raise(abort, 'append-only'); end;
