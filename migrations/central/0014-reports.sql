-- What reports need beside the facts: when each office is open, and how much was done at its windows.

-- Office hours, holidays and make-up workdays of a hall from that day on, until the next row.
create table calendars (
  kiosk text not null references kiosks,
  since date not null,
  -- JSON: office, holidays, workdays.
  hours text not null,
  primary key (kiosk, since)
);

-- Items done at the windows beside a hall, as the office counted them.
create table window_totals (
  kiosk text not null references kiosks,
  day date not null,
  items integer not null check (items >= 0),
  told_at bigint not null,
  primary key (kiosk, day)
);

-- A period is looked up by the time that central holds to be true.
create index facts_by_kind_and_time on facts (kind, (at + coalesce(clock_wrong_ms, 0)));
create index facts_print_orders on facts (kiosk, (body::json ->> 'job')) where kind = 'printOrdered';
create index sms_by_time on sms (sent_at) where state = 'sent';
