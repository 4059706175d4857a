-- How often kiosks were asked to print a proof: a file may be called another only when the file of every print is known.
alter table proofs add column prints_ordered integer not null default 0;
