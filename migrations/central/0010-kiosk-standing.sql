-- A computer that may no longer speak for its kiosk, and until when; and when a kiosk last changed its key.
alter table kiosks add column revoked_at bigint;
alter table kiosks add column revoked_why text;
alter table kiosks add column key_changed_at bigint;
