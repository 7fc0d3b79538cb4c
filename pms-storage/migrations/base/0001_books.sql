-- The books of all practices, in SQL that every engine of the portable profile understands.
-- {id}, {int}, {text}, {bytes} are the engine's words for a UUID, a whole number of 64 bits, text
-- and bytes; {table} and {keyed} end a table, the latter where its primary key is all of its order.
-- The practice leads every key. Instants are microseconds since 1970 in UTC, dates ISO text, money
-- cents. No sequence, range, domain, trigger or deferred constraint: ids are made by the caller.

create table pms_document (
  practice_id     {id}    not null,
  noun            {text}  not null,
  id              {id}    not null,
  version         {int}   not null check (version > 0),
  status          {text},
  starts_at       {int},
  ends_at         {int},
  on_date         {text},
  patient_id      {id},
  practitioner_id {id},
  payer_id        {id},
  location_id     {id},
  amount_cents    {int},
  terms           {text}  not null,
  form            {int}   not null,
  body            {bytes} not null,
  primary key (practice_id, noun, id),
  check (ends_at is null or starts_at < ends_at)
){table};
create index pms_document_patient on pms_document (practice_id, noun, patient_id, id);
create index pms_document_status on pms_document (practice_id, noun, status, id);
create index pms_document_date on pms_document (practice_id, noun, on_date, id);

-- What else a document is found by, indexed (the row itself keeps its own in terms). starts_at is the document's, 0 where it has none, so that the
-- appointments of a resource are read in one range.
create table pms_term (
  practice_id {id}   not null,
  noun        {text} not null,
  name        {text} not null,
  value       {text} not null,
  starts_at   {int}  not null,
  id          {id}   not null,
  primary key (practice_id, noun, name, value, starts_at, id)
){keyed};
create index pms_term_document on pms_term (practice_id, noun, id);

-- What one holder at a time may have: five minutes of a lane of a resource.
create table pms_occupancy (
  practice_id {id}  not null,
  resource_id {id}  not null,
  cell        {int} not null,
  lane        {int} not null check (lane >= 0),
  holder      {id}  not null,
  primary key (practice_id, resource_id, cell, lane)
){keyed};

-- What one holder at a time may have: a number.
create table pms_number (
  practice_id {id}   not null,
  name        {text} not null,
  value       {text} not null,
  holder      {id}   not null,
  primary key (practice_id, name, value)
){keyed};

-- The ledger. An entry is kept as it was written; its postings are columns too, for sums.
create table pms_entry (
  practice_id  {id}    not null,
  entry_id     {id}    not null,
  recorded_at  {int}   not null,
  effective_on {text}  not null,
  service_on   {text},
  reverses     {id},
  body         {bytes} not null,
  primary key (practice_id, entry_id)
){table};
create index pms_entry_recorded on pms_entry (practice_id, recorded_at, entry_id);

create table pms_posting (
  practice_id            {id}   not null,
  entry_id               {id}   not null,
  n                      {int}  not null,
  recorded_at            {int}  not null,
  effective_on           {text} not null,
  amount_cents           {int}  not null check (amount_cents > 0),
  debit_kind             {text} not null,
  debit_patient_id       {id},
  debit_payer_id         {id},
  debit_charge_id        {id},
  debit_practitioner_id  {id},
  debit_location_id      {id},
  credit_kind            {text} not null,
  credit_patient_id      {id},
  credit_payer_id        {id},
  credit_charge_id       {id},
  credit_practitioner_id {id},
  credit_location_id     {id},
  primary key (practice_id, entry_id, n)
){keyed};

create table pms_entry_patient (
  practice_id {id}  not null,
  patient_id  {id}  not null,
  recorded_at {int} not null,
  entry_id    {id}  not null,
  primary key (practice_id, patient_id, recorded_at, entry_id)
){keyed};

-- The end of each journal: how many events and messages it has had, and the last event's digest.
create table pms_stream (
  practice_id {id}    not null,
  noun        {text}  not null,
  id          {id}    not null,
  events      {int}   not null,
  messages    {int}   not null,
  head        {bytes} not null,
  primary key (practice_id, noun, id)
){table};

create table pms_event (
  practice_id {id}    not null,
  noun        {text}  not null,
  id          {id}    not null,
  n           {int}   not null check (n > 0),
  kind        {text}  not null,
  at          {int}   not null,
  actor_id    {id}    not null,
  body        {bytes} not null,
  hash        {bytes} not null,
  primary key (practice_id, noun, id, n)
){table};

create table pms_outbox (
  practice_id  {id}    not null,
  message_id   {id}    not null,
  noun         {text}  not null,
  id           {id}    not null,
  n            {int}   not null,
  topic        {text}  not null,
  body         {bytes} not null,
  attempt      {int}   not null,
  leased_until {int},
  primary key (practice_id, message_id),
  unique (practice_id, noun, id, n)
){table};

-- One row a practice: whoever hands out its messages holds it meanwhile.
create table pms_outbox_turn (
  practice_id {id}  not null,
  turn        {int} not null,
  primary key (practice_id)
){keyed};

create table pms_receipt (
  practice_id {id}    not null,
  idem_key    {text}  not null,
  request     {bytes} not null,
  at          {int}   not null,
  body        {bytes} not null,
  primary key (practice_id, idem_key)
){table};
