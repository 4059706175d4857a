-- Who else may collect, codes for those whose card cannot be read, and messages of more kinds than "ready".

-- One-time permission of the addressee for another person, for one item.
create table delegations (
  id text primary key,
  item text not null references items,
  agent text not null,
  masked_name text not null,
  valid_to bigint not null,
  state text not null check (state in ('active', 'used', 'revoked')),
  created_at bigint not null,
  changed_at bigint not null
);
create unique index one_active_delegation on delegations (item, agent) where state = 'active';

-- The addressee and each agent have a right of their own to the same item.
drop index one_active_right;
create unique index one_active_right on rights (item, person) where state = 'active';

-- `cause` is what the message is about: the right for "ready". The same kind about the same cause is sent once.
alter table sms drop constraint sms_right_id_fkey;
alter table sms drop constraint sms_right_id_key;
alter table sms rename column right_id to cause;
alter table sms add column kind text not null default 'ready';
-- Stands in the text as {code} until it is sent.
alter table sms add column sealed_code text;
create unique index sms_once on sms (kind, cause);

-- Only cells within reach of somebody who sits.
alter table items add column low_cell boolean not null default false;

-- Signatures of those who took something, sealed with the key of this centre.
create table signatures (
  kiosk text not null references kiosks,
  order_id text not null,
  person text not null,
  sealed text not null,
  at bigint not null,
  primary key (kiosk, order_id)
);

create index facts_of_kind on facts (kiosk, kind, at);
