-- One row per thing that could not be read when its file was read last.
with latest as (
    select
        source,
        file,
        max(run_id) as run_id
    from document
    group by source, file
)

select
    reject.run_id,
    reject.source,
    reject.file,
    reject.position,
    reject.line,
    reject.reason,
    reject.raw
from reject
inner join latest
    on
        reject.source = latest.source
        and reject.file = latest.file
        and reject.run_id = latest.run_id
order by reject.source, reject.file, reject.position, reject.line
