-- How each kiosk says it is, and what it could do in each hour.

create table kiosk_status (
  kiosk text primary key references kiosks,
  -- On the clock of the kiosk, and on ours.
  told_at bigint not null,
  received_at bigint not null,
  -- Rises when what is shown changes.
  version integer not null,
  shown text not null,
  figures text not null
);

-- Milliseconds of an hour in which a kiosk was heard, and in which that function worked.
create table kiosk_hours (
  kiosk text not null references kiosks,
  -- UTC ms of its beginning.
  hour bigint not null,
  function text not null,
  heard_ms bigint not null,
  worked_ms bigint not null,
  primary key (kiosk, hour, function)
);

create trigger kiosk_status_told after insert on kiosk_status for each statement execute function tell_console();
create trigger kiosk_status_tells after update on kiosk_status
  for each row when (old.shown is distinct from new.shown) execute function tell_console();
