-- Several items of one addressee may lie in one cell: cells and orders name a list of items instead of one or none.

update cell set state = json_set(json_remove(state, '$.item'), '$.items', json_array(), '$.coming', state ->> '$.item')
where state ->> '$.is' in ('reserved', 'openDeposit');

update cell set state = json_set(
  json_remove(state, '$.item'),
  '$.items',
  json(case when state ->> '$.item' is null then '[]' else json_array(state ->> '$.item') end)
)
where state ->> '$.is' in ('occupied', 'openCollect', 'justEmptied', 'unverified', 'outOfService');

alter table open_order add column items text not null default '[]' check (json_type(items) = 'array');
update open_order set items = json_array(item) where item is not null;
alter table open_order drop column item;
