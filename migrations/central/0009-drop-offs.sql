-- Missing papers that people leave in a cell: what a case waits for, and receipts that anybody may check.

-- Set for papers that come from the person, not for a licence that goes there.
alter table items add column missing_zh text;
alter table items add column missing_en text;
alter table items add column valid_from bigint;
alter table items add column valid_to bigint;
alter table items drop constraint items_state_check;
alter table items add constraint items_state_check check (state in
  ('expected', 'inCell', 'handedOver', 'disputed', 'missing', 'frozen', 'cancelled', 'recalled', 'received'));

create table drop_off_receipts (
  kiosk text not null references kiosks,
  -- Id of the fact: stands in the slip.
  fact text not null,
  item text not null references items,
  number text not null,
  cell text not null,
  shut_at bigint,
  at bigint not null,
  clock_offset_ms bigint,
  evidence text not null check (evidence in ('sensor', 'staff')),
  primary key (kiosk, fact)
);
create index drop_off_receipts_by_number on drop_off_receipts (number);

-- A slip is checked with the key its kiosk had then, also after the computer was exchanged.
create table kiosk_keys (
  kiosk text not null references kiosks,
  public_key text not null,
  since bigint not null,
  primary key (kiosk, public_key)
);
insert into kiosk_keys (kiosk, public_key, since)
select kiosk, public_key, coalesce(enrolled_at, 0) from kiosks where public_key is not null;

alter table staff_tasks drop constraint staff_tasks_kind_check;
alter table staff_tasks add constraint staff_tasks_kind_check
  check (kind in ('check', 'recall', 'sync', 'sms', 'alarm', 'repair', 'conflict', 'collectDropOff'));
