-- How long an item waits and what central decided meanwhile; faults of a cell; boards that open nothing until a technician
-- says so.

alter table item add column hold text not null
  default '{"days":7,"until":null,"isOver":false,"isRecalled":false,"withdrawn":null}' check (json_type(hold) = 'object');
update item set hold = json_set(hold, '$.until', (state ->> '$.since') + 7 * 86400000) where state ->> '$.is' = 'inCell';
update item set hold = json_set(hold, '$.withdrawn', 'frozen') where state ->> '$.is' = 'frozen';
update item set hold = json_set(hold, '$.withdrawn', 'cancelled') where state ->> '$.is' = 'cancelled';

alter table cell add column fault text check (fault in ('sensorStuckOpen', 'slowLock'));

create table suspended_board (
  board text primary key,
  since integer not null
) strict, without rowid;

-- Everything was opened, and not every cell has been looked into since.
alter table kiosk add column emergency text check (emergency is null or json_type(emergency) = 'object');
