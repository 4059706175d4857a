-- What stands in this hall, what happened in it, and what central has yet to hear.
-- Times are UTC milliseconds. `state` columns hold the unions of src/core as JSON, told apart by `is`.
-- Sealed columns hold suite$base64, bound to table, column and row.

create table kiosk (
  only_row integer primary key check (only_row = 1),
  opened_at integer not null default 0,
  rights_as_of integer,
  cursor integer not null default 0 check (cursor >= 0),
  enrolled_at integer,
  -- last sequence number that central has stored for good
  acknowledged integer not null default 0 check (acknowledged >= 0),
  -- 1 while this file is a restored backup whose numbers central has not confirmed
  restored integer not null default 0 check (restored in (0, 1))
) strict;
insert into kiosk (only_row) values (1);

create table item (
  id text primary key check (length(id) between 1 and 40),
  sealed_title text not null,
  case_number text not null,
  size text not null check (size in ('small', 'medium', 'large')),
  addressee text not null check (length(addressee) = 64 and addressee not glob '*[^0-9a-f]*'),
  sealed_masked_name text not null,
  state text not null check (json_type(state, '$.is') = 'text')
) strict, without rowid;

create table cell (
  id text primary key check (length(id) between 2 and 5),
  state text not null check (json_type(state, '$.is') = 'text'),
  opens integer not null check (opens >= 0)
) strict, without rowid;

create table open_order (
  id text primary key check (length(id) = 36),
  cell text not null,
  item text,
  why text not null,
  by_person text not null check (length(by_person) = 64 and by_person not glob '*[^0-9a-f]*'),
  at integer not null,
  state text not null check (json_type(state, '$.is') = 'text'),
  is_settled integer not null check (is_settled in (0, 1))
) strict, without rowid;
create index unsettled_order on open_order (id) where is_settled = 0;

create table print_job (
  id text primary key check (length(id) = 36),
  document text not null,
  kind text not null,
  printer text not null,
  person text not null check (length(person) = 64 and person not glob '*[^0-9a-f]*'),
  copy integer not null check (copy >= 1),
  at integer not null,
  state text not null check (json_type(state, '$.is') = 'text'),
  is_ended integer not null check (is_ended in (0, 1))
) strict, without rowid;
create index unended_job on print_job (id) where is_ended = 0;

create table pickup_right (
  id text primary key check (length(id) between 1 and 40),
  item text not null,
  cell text not null,
  person text not null check (length(person) = 64 and person not glob '*[^0-9a-f]*'),
  valid_from integer not null,
  valid_to integer not null
) strict, without rowid;

create table staff (
  person text primary key check (length(person) = 64 and person not glob '*[^0-9a-f]*'),
  role text not null check (role in ('depositor', 'technician')),
  sealed_badge text not null,
  pin_hash text not null
) strict, without rowid;

create table pin (
  person text primary key check (length(person) = 64 and person not glob '*[^0-9a-f]*'),
  wrong integer not null check (wrong >= 0),
  last_at integer not null
) strict, without rowid;

create table audit_log (
  row integer primary key check (row >= 1),
  id text not null unique check (length(id) = 36),
  at integer not null,
  -- canonical JSON (src/core/audit.ts)
  fact text not null check (json_valid(fact)),
  hash text not null check (length(hash) = 64)
) strict;

create trigger audit_log_keeps_rows before delete on audit_log
begin
  select raise(abort, 'rows of the audit log are never deleted');
end;

create trigger audit_log_keeps_content before update on audit_log
begin
  select raise(abort, 'rows of the audit log are never changed');
end;

-- The fact itself stands in the audit log; here is only its place in the order for central.
create table outbox (
  sequence integer primary key,
  id text not null unique references audit_log (id),
  state text not null default 'waiting' check (state in ('waiting', 'done', 'parked')),
  parked_why text check ((parked_why is not null) = (state = 'parked')),
  done_at integer check ((done_at is not null) = (state = 'done'))
) strict;
create index parked_message on outbox (sequence) where state = 'parked';
