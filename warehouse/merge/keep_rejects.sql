insert into reject
select
    getvariable('run_id') as run_id,
    getvariable('source') as source,
    file,
    position,
    line,
    reason,
    raw
from staged_reject
