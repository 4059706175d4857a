-- The staff console: accounts, sessions, the register of what was done, histories by item and cell, and who sees to a task.

create table console_accounts (
  account text primary key,
  name text not null,
  role text not null check (role in ('depositor', 'supervisor', 'technician', 'auditor')),
  -- With its parameters in it, so that it can be made stronger later.
  password_hash text not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  created_at bigint not null
);

-- Only the SHA-256 of what the browser holds.
create table console_sessions (
  token_hash text primary key,
  account text not null references console_accounts,
  began_at bigint not null,
  used_at bigint not null
);
create index console_sessions_by_account on console_sessions (account);

-- Tries to sign in, by a keyed hash of the name that was typed, whether or not there is such an account.
create table console_tries (
  name_hash text primary key,
  wrong integer not null,
  last_at bigint not null
);

-- What was done: one row when it begins, one with its outcome.
create table console_acts (
  position bigint generated always as identity primary key,
  -- The row that began it; null in that row.
  begun bigint references console_acts,
  at bigint not null,
  account text not null,
  act text not null,
  target text,
  reason text,
  outcome text,
  check ((begun is null) = (outcome is null))
);
create unique index console_acts_end_once on console_acts (begun);
create index console_acts_by_target on console_acts (target) where begun is null;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is only added to', tg_table_name;
end $$;
create trigger console_acts_are_kept before update or delete or truncate on console_acts
  for each statement execute function refuse_change();

-- Which items and cells a fact is about, for their histories.
create table fact_subjects (
  position bigint not null references facts,
  kiosk text not null references kiosks,
  kind text not null check (kind in ('item', 'cell')),
  subject text not null,
  primary key (kiosk, kind, subject, position)
);
insert into fact_subjects (position, kiosk, kind, subject)
select distinct position, kiosk, kind, subject from (
  select position, kiosk, 'item' as kind, body::json ->> 'item' as subject from facts
  union all
  select position, kiosk, 'item', listed.item
  from facts, json_array_elements_text(
    case json_typeof(body::json -> 'items') when 'array' then body::json -> 'items' else '[]' end) as listed (item)
  union all
  select position, kiosk, 'cell', body::json ->> named.field from facts, (values ('cell'), ('ordered'), ('was')) as named (field)
) as told where subject is not null;

alter table staff_tasks add column owner text references console_accounts;
alter table staff_tasks add column owned_at bigint;
create index staff_tasks_open on staff_tasks (kind) where closed_at is null;

-- Whoever writes, the console hears of it after the commit.
create function tell_console() returns trigger language plpgsql as $$
begin
  perform pg_notify('nighthall_console', tg_table_name);
  return null;
end $$;
create trigger items_tell after insert or update or delete on items for each statement execute function tell_console();
create trigger staff_tasks_tell after insert or update or delete on staff_tasks
  for each statement execute function tell_console();
create trigger console_accounts_tell after insert or update or delete on console_accounts
  for each statement execute function tell_console();
create trigger console_sessions_tell after delete on console_sessions
  for each statement execute function tell_console();
