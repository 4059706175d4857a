-- What central keeps. Times are UTC milliseconds. Persons are keyed hashes; what names or reaches somebody is sealed.

create table settings (
  name text primary key,
  value text not null
);

create table kiosks (
  kiosk text primary key,
  place_zh text not null,
  place_en text not null,
  phone text,
  time_zone text not null,
  public_key text,
  -- Counts the computers that have joined as this kiosk; each begins its own order of messages.
  enrolment integer not null default 0,
  enrolled_at bigint,
  software text,
  acknowledged bigint not null default 0,
  last_cursor bigint not null default 0,
  last_seen_at bigint,
  clock_offset_ms bigint
);

create table enrolment_codes (
  code_hash text primary key,
  kiosk text not null references kiosks,
  expires_at bigint not null,
  used_at bigint
);

create table nonces (
  kiosk text not null references kiosks,
  nonce text not null,
  expires_at bigint not null,
  primary key (kiosk, nonce)
);
create index nonces_by_expiry on nonces (expires_at);

create table facts (
  position bigint generated always as identity primary key,
  kiosk text not null references kiosks,
  enrolment integer not null,
  sequence bigint not null,
  id text not null,
  at bigint not null,
  received_at bigint not null,
  kind text not null,
  body text not null,
  fingerprint text not null,
  unique (kiosk, id),
  unique (kiosk, enrolment, sequence)
);
create index facts_by_kiosk on facts (kiosk, position);

create table parked_messages (
  position bigint generated always as identity primary key,
  kiosk text not null references kiosks,
  enrolment integer not null,
  sequence bigint not null,
  id text not null,
  at bigint not null,
  received_at bigint not null,
  why text not null,
  sealed_body text not null,
  fingerprint text not null,
  unique (kiosk, enrolment, sequence, id, fingerprint)
);
create index parked_messages_by_id on parked_messages (kiosk, id);

create table people (
  person text primary key,
  masked_name text not null,
  masked_number text not null,
  sealed_phone text
);

create table items (
  item text primary key,
  kiosk text not null references kiosks,
  person text not null references people,
  title_zh text not null,
  title_en text not null,
  case_number text not null,
  size text not null check (size in ('small', 'medium', 'large')),
  masked_name text not null,
  sealed_phone text not null,
  hold_days integer not null,
  state text not null
    check (state in ('expected', 'inCell', 'handedOver', 'disputed', 'missing', 'frozen', 'cancelled')),
  cell text,
  changed_at bigint not null
);
create index items_by_cell on items (kiosk, cell);

create table rights (
  id text primary key,
  item text not null references items,
  kiosk text not null references kiosks,
  cell text not null,
  person text not null,
  valid_from bigint not null,
  valid_to bigint not null,
  signature text not null,
  state text not null check (state in ('active', 'used', 'revoked'))
);
create unique index one_active_right on rights (item) where state = 'active';

create table feed (
  kiosk text not null references kiosks,
  cursor bigint not null,
  change text not null,
  created_at bigint not null,
  primary key (kiosk, cursor)
);

create table documents (
  id text primary key,
  person text not null,
  day text not null,
  sealed_content text not null
);
create index documents_by_person on documents (person, day);

create table staff (
  kiosk text not null references kiosks,
  person text not null,
  role text not null check (role in ('depositor', 'technician')),
  badge text not null,
  pin_hash text not null,
  primary key (kiosk, person)
);

create table sms (
  id text primary key,
  right_id text not null unique references rights,
  kiosk text not null references kiosks,
  item text not null references items,
  sealed_phone text not null,
  masked_phone text not null,
  text text not null,
  state text not null check (state in ('waiting', 'sending', 'sent', 'refused')),
  attempts integer not null default 0,
  next_at bigint not null,
  queued_at bigint not null,
  sent_at bigint
);
create index sms_to_send on sms (next_at) where state in ('waiting', 'sending');

create table staff_tasks (
  position bigint generated always as identity primary key,
  kiosk text not null references kiosks,
  kind text not null check (kind in ('check', 'recall', 'sync', 'sms')),
  -- What led to it, so that the same thing told twice is one task.
  cause text not null,
  item text,
  cell text,
  why text not null,
  created_at bigint not null,
  closed_at bigint,
  unique (kind, cause)
);

create table visits (
  kiosk text not null references kiosks,
  fact text not null,
  kind text not null check (kind in ('hall', 'kiosk')),
  person text not null,
  off_hours boolean,
  began_at bigint not null,
  ended_at bigint,
  how text,
  primary key (kiosk, fact)
);
