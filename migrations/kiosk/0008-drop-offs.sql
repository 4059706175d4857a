-- Envelopes with missing papers: what central permitted and what became of it, sealed, for its words may name somebody.
alter table item add column sealed_drop_off text;
