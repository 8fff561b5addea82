-- What the reader left out, and records that say what is known already.
insert into skipped
select
    getvariable('run_id') as run_id,
    getvariable('source') as source,
    file,
    position,
    reason
from staged_skipped
union all
select
    getvariable('run_id') as run_id,
    getvariable('source') as source,
    file,
    position,
    case
        when outcome is null then 'the same record again'
        else 'an older version of what is known'
    end as reason
from arrived
where outcome is null or outcome = 'older'
