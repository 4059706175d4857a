-- The last test of each device on each level. Every test is a fact as well; this is what the technician's page shows.

create table device_test (
  device text not null,
  level text not null check (level in ('internal', 'external', 'interactive')),
  at integer not null,
  outcome text not null check (outcome in ('passed', 'failed', 'abandoned')),
  detail text not null,
  primary key (device, level)
) strict, without rowid;
