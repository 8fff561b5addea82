-- One row per thing that could not be read when its file was read last, or when that was tried last.
with attempt as (
    select
        run_id,
        source,
        file
    from document
    union all
    select
        run_id,
        source,
        file
    from reject
),

latest as (
    select
        source,
        file,
        max(run_id) as run_id
    from attempt
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
