-- A reading of each file and how many records it held.
insert into document
with record as (
    select
        file,
        count(*) as read,
        count(*) filter (where outcome is null or outcome = 'older') as skipped
    from arrived
    group by file
),

left_out as (
    select
        file,
        count(*) as skipped
    from staged_skipped
    group by file
),

rejected as (
    select
        file,
        count(*) as rejected
    from staged_reject
    group by file
)

select
    getvariable('run_id') as run_id,
    getvariable('source') as source,
    reading.file,
    reading.content_hash,
    reading.reader_version,
    coalesce(record.read, 0) + coalesce(left_out.skipped, 0) + coalesce(rejected.rejected, 0) as read,
    coalesce(record.skipped, 0) + coalesce(left_out.skipped, 0) as skipped,
    coalesce(rejected.rejected, 0) as rejected
from reading
left join record on reading.file = record.file
left join left_out on reading.file = left_out.file
left join rejected on reading.file = rejected.file
