//! Every statement, the same for all engines. [`ALL`] lists them, so that a test prepares each.

macro_rules! statements {
    ($($(#[doc = $doc:literal])* $name:ident = $sql:expr;)+) => {
        $($(#[doc = $doc])* pub(crate) const $name: &str = $sql;)+
        /// Every statement by its name.
        pub const ALL: &[(&str, &str)] = &[$((stringify!($name), $name),)+];
    };
}

macro_rules! document {
    ($rest:literal) => {
        concat!(
            "select d.version, d.noun, d.id, d.status, d.starts_at, d.ends_at, d.on_date,
             d.patient_id, d.practitioner_id, d.payer_id, d.location_id, d.amount_cents, d.terms, d.form,
             d.body from ",
            $rest
        )
    };
}

/// How many cells one statement takes.
pub(crate) const CELLS: usize = 16;

/// Postgres alone: keeps others from changing what was read to decide.
#[cfg(feature = "postgres")]
pub(crate) const GUARD_FOR_UPDATE: &str = "select version from pms_document
     where practice_id = $1 and noun = $2 and id = $3 for update";

statements! {
    OPEN_RECEIPT = "insert into pms_receipt (practice_id, idem_key, request, at, body)
     values ($1, $2, $3, $4, $5) on conflict (practice_id, idem_key) do nothing";
    CLOSE_RECEIPT = "update pms_receipt set body = $3 where practice_id = $1 and idem_key = $2";
    RECEIPT = "select request, body from pms_receipt where practice_id = $1 and idem_key = $2";

    VERSION = "select version from pms_document where practice_id = $1 and noun = $2 and id = $3";
    INSERT_DOCUMENT = "insert into pms_document (practice_id, noun, id, version, status, starts_at,
     ends_at, on_date, patient_id, practitioner_id, payer_id, location_id, amount_cents, terms, form,
     body) values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     on conflict (practice_id, noun, id) do nothing";
    UPDATE_DOCUMENT = "update pms_document set version = version + 1, status = $4, starts_at = $5,
     ends_at = $6, on_date = $7, patient_id = $8, practitioner_id = $9, payer_id = $10,
     location_id = $11, amount_cents = $12, terms = $13, form = $14, body = $15
     where practice_id = $1 and noun = $2 and id = $3 and version = $16";
    UPSERT_DOCUMENT = "insert into pms_document as d (practice_id, noun, id, version, status,
     starts_at, ends_at, on_date, patient_id, practitioner_id, payer_id, location_id, amount_cents,
     terms, form, body)
     values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     on conflict (practice_id, noun, id) do update set version = d.version + 1,
     status = excluded.status, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
     on_date = excluded.on_date, patient_id = excluded.patient_id,
     practitioner_id = excluded.practitioner_id, payer_id = excluded.payer_id,
     location_id = excluded.location_id, amount_cents = excluded.amount_cents,
     terms = excluded.terms, form = excluded.form, body = excluded.body returning version";
    CLEAR_TERMS = "delete from pms_term where practice_id = $1 and noun = $2 and id = $3";
    INSERT_TERM = "insert into pms_term (practice_id, noun, name, value, starts_at, id)
     values ($1, $2, $3, $4, $5, $6)";

    TAKE_CELL = "insert into pms_occupancy (practice_id, resource_id, cell, lane, holder)
     values ($1, $2, $3, $4, $5) on conflict (practice_id, resource_id, cell, lane) do nothing";
    /// As many at once as [`CELLS`]; fewer are filled up with the last.
    TAKE_CELLS = "insert into pms_occupancy (practice_id, resource_id, cell, lane, holder) values
     ($1, $2, $3, $4, $5),
     ($1, $6, $7, $8, $9),
     ($1, $10, $11, $12, $13),
     ($1, $14, $15, $16, $17),
     ($1, $18, $19, $20, $21),
     ($1, $22, $23, $24, $25),
     ($1, $26, $27, $28, $29),
     ($1, $30, $31, $32, $33),
     ($1, $34, $35, $36, $37),
     ($1, $38, $39, $40, $41),
     ($1, $42, $43, $44, $45),
     ($1, $46, $47, $48, $49),
     ($1, $50, $51, $52, $53),
     ($1, $54, $55, $56, $57),
     ($1, $58, $59, $60, $61),
     ($1, $62, $63, $64, $65)
     on conflict (practice_id, resource_id, cell, lane) do nothing";
    CELL_HOLDER = "select holder from pms_occupancy
     where practice_id = $1 and resource_id = $2 and cell = $3 and lane = $4";
    FREE_CELL = "delete from pms_occupancy where practice_id = $1 and resource_id = $2
     and cell = $3 and lane = $4 and holder = $5";
    TAKE_NUMBER = "insert into pms_number (practice_id, name, value, holder)
     values ($1, $2, $3, $4) on conflict (practice_id, name, value) do nothing";
    NUMBER_HOLDER = "select holder from pms_number
     where practice_id = $1 and name = $2 and value = $3";
    FREE_NUMBER = "delete from pms_number
     where practice_id = $1 and name = $2 and value = $3 and holder = $4";

    INSERT_ENTRY = "insert into pms_entry (practice_id, entry_id, recorded_at, effective_on,
     service_on, reverses, body) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (practice_id, entry_id) do nothing";
    INSERT_POSTING = "insert into pms_posting (practice_id, entry_id, n, recorded_at, effective_on,
     amount_cents, debit_kind, debit_patient_id, debit_payer_id, debit_charge_id,
     debit_practitioner_id, debit_location_id, credit_kind, credit_patient_id, credit_payer_id,
     credit_charge_id, credit_practitioner_id, credit_location_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    INSERT_ENTRY_PATIENT = "insert into pms_entry_patient
     (practice_id, patient_id, recorded_at, entry_id) values ($1, $2, $3, $4)";

    /// Holds the end of a journal until the batch is kept.
    HOLD_STREAM = "insert into pms_stream as s (practice_id, noun, id, events, messages, head)
     values ($1, $2, $3, 0, 0, $4)
     on conflict (practice_id, noun, id) do update set events = s.events
     returning events, messages, head";
    MOVE_STREAM = "update pms_stream set events = $4, messages = $5, head = $6
     where practice_id = $1 and noun = $2 and id = $3";
    INSERT_EVENT = "insert into pms_event
     (practice_id, noun, id, n, kind, at, actor_id, body, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    INSERT_MESSAGE = "insert into pms_outbox
     (practice_id, noun, id, n, message_id, topic, body, attempt)
     values ($1, $2, $3, $4, $5, $6, $7, 0) on conflict (practice_id, message_id) do nothing";

    DOCUMENT = document!("pms_document d
     where d.practice_id = $1 and d.noun = $2 and d.id = $3");
    DOCUMENTS_BY_TERM = document!("pms_term t join pms_document d
     on d.practice_id = t.practice_id and d.noun = t.noun and d.id = t.id
     where t.practice_id = $1 and t.noun = $2 and t.name = $3 and t.value = $4
     order by d.id limit $5");
    DOCUMENTS_OF_PATIENT = document!("pms_document d
     where d.practice_id = $1 and d.noun = $2 and d.patient_id = $3 order by d.id limit $4");
    /// Begun after $5, which is the longest span before $6.
    APPOINTMENTS = document!("pms_term t join pms_document d
     on d.practice_id = t.practice_id and d.noun = t.noun and d.id = t.id
     where t.practice_id = $1 and t.noun = $2 and t.name = $3 and t.value = $4
     and t.starts_at >= $5 and t.starts_at < $7 and d.starts_at < $7 and d.ends_at > $6
     order by t.starts_at, d.id limit $8");
    OCCUPANCY = "select cell, lane, holder from pms_occupancy
     where practice_id = $1 and resource_id = $2 and cell >= $3 and cell < $4
     order by cell, lane limit $5";
    ENTRY = "select body from pms_entry where practice_id = $1 and entry_id = $2";
    ENTRIES = "select e.body from pms_entry_patient p join pms_entry e
     on e.practice_id = p.practice_id and e.entry_id = p.entry_id
     where p.practice_id = $1 and p.patient_id = $2 order by p.recorded_at, p.entry_id limit $3";

    SCAN = document!("pms_document d
     where d.practice_id = $1 and d.noun = $2 and d.id > $3 order by d.id limit $4");
    SCAN_FIRST = document!("pms_document d
     where d.practice_id = $1 and d.noun = $2 order by d.id limit $3");
    SCAN_STATUS = document!("pms_document d where d.practice_id = $1 and d.noun = $2
     and d.status = $3 and d.id > $4 order by d.id limit $5");
    SCAN_STATUS_FIRST = document!("pms_document d
     where d.practice_id = $1 and d.noun = $2 and d.status = $3 order by d.id limit $4");
    SCAN_DATED = document!("pms_document d where d.practice_id = $1 and d.noun = $2
     and (d.on_date, d.id) > ($3, $4) and d.on_date <= $5 order by d.on_date, d.id limit $6");
    SCAN_DATED_FIRST = document!("pms_document d where d.practice_id = $1 and d.noun = $2
     and d.on_date >= $3 and d.on_date <= $4 order by d.on_date, d.id limit $5");
    SCAN_ENTRIES = "select body from pms_entry where practice_id = $1
     and (recorded_at, entry_id) > ($2, $3) and recorded_at <= $4 and effective_on <= $5
     order by recorded_at, entry_id limit $6";
    SCAN_ENTRIES_FIRST = "select body from pms_entry where practice_id = $1
     and recorded_at <= $2 and effective_on <= $3 order by recorded_at, entry_id limit $4";

    TAKE_TURN = "insert into pms_outbox_turn as t (practice_id, turn) values ($1, 1)
     on conflict (practice_id) do update set turn = t.turn + 1";
    DUE_MESSAGES = "select noun, id, message_id, topic, body, attempt from pms_outbox o
     where practice_id = $1 and (leased_until is null or leased_until <= $2)
     and not exists (select 1 from pms_outbox e where e.practice_id = o.practice_id
     and e.noun = o.noun and e.id = o.id and e.n < o.n and e.leased_until > $2)
     order by noun, id, n limit $3";
    LEND_MESSAGE = "update pms_outbox set attempt = attempt + 1, leased_until = $3
     where practice_id = $1 and message_id = $2";
    FORGET_MESSAGE = "delete from pms_outbox where practice_id = $1 and message_id = $2";

    JOURNAL = "select n, kind, at, actor_id, body, hash from pms_event
     where practice_id = $1 and noun = $2 and id = $3 and n > $4 order by n limit $5";
}
