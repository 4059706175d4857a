-- Calls for help, tickets and the hourglass: who waits for a person, and who goes to them.

create table help_calls (
  call text primary key,
  kiosk text not null references kiosks,
  -- On the clock of the kiosk, and on ours.
  called_at bigint not null,
  received_at bigint not null,
  screen text not null,
  case_number text,
  owner text references console_accounts,
  owned_at bigint,
  arrived_at bigint,
  ended_at bigint,
  outcome text,
  check ((ended_at is null) = (outcome is null))
);
create index help_calls_open on help_calls (received_at) where ended_at is null;

create table services (
  service text primary key,
  title_zh text not null,
  title_en text not null,
  -- One or two letters in front of its numbers.
  prefix text not null unique,
  limit_ms bigint not null,
  is_open boolean not null
);

create table ticket_counters (
  kiosk text not null references kiosks,
  service text not null references services,
  day text not null,
  last integer not null,
  primary key (kiosk, service, day)
);

-- Times of the queue: they never jump while central runs.
create table tickets (
  ticket text primary key,
  kiosk text not null references kiosks,
  service text not null references services,
  number text not null,
  taken_at bigint not null,
  limit_ms bigint not null,
  state text not null,
  -- When time alone changes it next.
  due_at bigint,
  -- Out of the state, for the lists and the figures.
  alerted_at bigint,
  claimed_at bigint,
  owner text references console_accounts,
  began_at bigint,
  ended_at bigint,
  outcome text,
  closed_at bigint
);
create index tickets_open on tickets (taken_at) where closed_at is null;
create index tickets_due on tickets (due_at) where due_at is not null;
create index tickets_alerted on tickets (alerted_at) where alerted_at is not null;

create trigger help_calls_tell after insert or update on help_calls for each statement execute function tell_console();
create trigger services_tell after insert or update on services for each statement execute function tell_console();
create trigger tickets_tell after insert or update on tickets for each statement execute function tell_console();
