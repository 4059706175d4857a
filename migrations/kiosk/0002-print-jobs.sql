-- Print jobs are followed from the queue to paper: until when one may be sent, which one it replaces, and whether paper
-- of it may be in somebody's hands. What an older build called "ordered" may have been sent: it stays in doubt.

alter table print_job add column reprint_of text;
alter table print_job add column expires_at integer not null default 0;
alter table print_job add column may_be_out integer not null default 1 check (may_be_out in (0, 1));

update print_job set
  expires_at = at,
  may_be_out = case json_extract(state, '$.is') when 'notStarted' then 0 else 1 end,
  state = case json_extract(state, '$.is')
    when 'ordered' then json_object('is', 'sent', 'at', at, 'mark', json('{"cuts":null}'))
    when 'printed' then json_set(state, '$.is', 'done')
    when 'notStarted' then json_set(state, '$.is', 'failed')
    when 'lost' then json_set(state, '$.is', 'failed', '$.why', 'saidNoPaper')
    when 'notConfirmed' then json_set(state, '$.mark', null, '$.next', 'person')
    else state
  end;

-- The number of the next copy is asked for at every start.
create index copy_that_may_be_out on print_job (document, copy) where may_be_out = 1;
