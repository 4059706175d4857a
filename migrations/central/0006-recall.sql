-- Items that staff take out of their cells, how long each may wait, and tasks for doors, locks and late decisions.

alter table items add column hold_until bigint;
-- Where staff brought it: a window, or the number of a parcel.
alter table items add column place text;
alter table items drop constraint items_state_check;
alter table items add constraint items_state_check
  check (state in ('expected', 'inCell', 'handedOver', 'disputed', 'missing', 'frozen', 'cancelled', 'recalled'));
update items set hold_until = (select valid_to from rights where rights.item = items.item and rights.state = 'active')
where state <> 'expected';

alter table staff_tasks drop constraint staff_tasks_kind_check;
alter table staff_tasks add constraint staff_tasks_kind_check
  check (kind in ('check', 'recall', 'sync', 'sms', 'alarm', 'repair', 'conflict'));

-- Central's time minus the kiosk's own, while the kiosk says that its clock is wrong; and with each fact told meanwhile.
alter table kiosks add column clock_wrong_ms bigint;
alter table facts add column clock_wrong_ms bigint;
