-- What the network says about a message, until when it has to, and what goes out when it does not.
alter table sms add column channel text not null default 'sms' check (channel in ('sms', 'portal'));
alter table sms add column receipt text check (receipt in ('delivered', 'failed'));
alter table sms add column receipt_at bigint;
-- Null where no receipt is waited for.
alter table sms add column receipt_due_at bigint;
create index sms_without_receipt on sms (receipt_due_at) where receipt_due_at is not null;
