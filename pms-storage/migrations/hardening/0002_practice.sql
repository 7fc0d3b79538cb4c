-- One practice's rows are all that a transaction sees: it names the practice first, and sees nothing
-- where it does not. Holds the owner of the tables too; not a superuser, nor a role with BYPASSRLS.
do $$
declare kept text;
begin
  foreach kept in array array[
    'pms_document', 'pms_term', 'pms_occupancy', 'pms_occupied', 'pms_number', 'pms_entry',
    'pms_posting', 'pms_entry_patient', 'pms_stream', 'pms_event', 'pms_outbox',
    'pms_outbox_turn', 'pms_receipt'
  ] loop
    execute format('alter table %I enable row level security', kept);
    execute format('alter table %I force row level security', kept);
    execute format(
      'create policy pms_own on %I using (practice_id = (select current_setting(''pms.practice'')::uuid))',
      kept);
  end loop;
end $$;
