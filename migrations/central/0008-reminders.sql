-- Reminders of what still waits in a cell, and the links by which its addressee may have it kept longer, once.

alter table items add column ready_at bigint;
-- Day of the last reminder since then, and when to look again; null when no more is to come.
alter table items add column reminded integer not null default 0;
alter table items add column remind_at bigint;
alter table items add column extended boolean not null default false;
create index items_to_remind on items (remind_at) where state = 'inCell';
update items set ready_at = hold_until - hold_days * 86400000::bigint,
  remind_at = hold_until - hold_days * 86400000::bigint + 86400000
where state not in ('expected', 'handedOver', 'recalled', 'cancelled') and hold_until is not null;

-- Whoever reads this table can open no link with it. A link is good for the deposit that it was made for.
create table extension_links (
  token_hash text primary key,
  item text not null references items,
  ready_at bigint not null
);

-- dropped: overtaken before it was sent, e.g. a reminder of what was collected meanwhile.
alter table sms drop constraint sms_state_check;
alter table sms add constraint sms_state_check check (state in ('waiting', 'sending', 'sent', 'refused', 'dropped'));
