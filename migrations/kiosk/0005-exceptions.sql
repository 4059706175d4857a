-- What goes wrong at a door: faults of a cell, and boards that open nothing until a technician says so.

alter table cell add column fault text check (fault in ('sensorStuckOpen', 'slowLock'));

create table suspended_board (
  board text primary key,
  since integer not null
) strict, without rowid;
