-- What a delivery receipt says, sealed; only as long as it may still be printed.
alter table print_job add column sealed_delivery text;
