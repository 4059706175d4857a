-- Print jobs are numbered in the order in which they were ordered: their ids name a time, and a clock that was set back would
-- make an older slip the last one. The audit log knows the order of those that are there.

alter table print_job add column number integer not null default 0;

update print_job set number = ordered.place from (
  select print_job.id as id, row_number() over (order by told.row, print_job.id) as place
  from print_job left join (
    select json_extract(fact, '$.job') as job, min(row) as row from audit_log
    where json_extract(fact, '$.is') = 'printOrdered' group by json_extract(fact, '$.job')
  ) as told on told.job = print_job.id
) as ordered where ordered.id = print_job.id;

create unique index order_of_jobs on print_job (number);
