-- One row per thing that was left out when a file of this content was read last; the file as it is called now.
with last_reading as (
    select
        run_id,
        file
    from document
    where source = getvariable('source') and content_hash = getvariable('content_hash')
    order by run_id desc, file = getvariable('file') desc
    limit 1
)

select
    getvariable('file') as file,
    skipped.reason,
    skipped.position
from skipped
inner join last_reading on skipped.run_id = last_reading.run_id and skipped.file = last_reading.file
where skipped.source = getvariable('source')
order by skipped.position
