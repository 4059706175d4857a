-- Pickup codes and how often they were tried, items for low cells, and signatures until central has them.

-- {"phone", "code"}: check values, never a code
alter table pickup_right add column pickup text check (pickup is null or json_type(pickup, '$.code') = 'text');

create table code_tries (
  -- id of a right, or 'kiosk' for all together
  subject text primary key check (length(subject) between 1 and 40),
  wrong integer not null check (wrong >= 0),
  last_at integer not null
) strict, without rowid;

alter table item add column low_cell integer not null default 0 check (low_cell in (0, 1));

-- Sealed for central; sent with the fact that names the order, and kept as long as sent messages are.
create table signature (
  order_id text primary key check (length(order_id) = 36),
  sealed text not null,
  at integer not null
) strict, without rowid;
