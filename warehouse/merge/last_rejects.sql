-- One row per thing that could not be read when a file of this content was read last; the file as it is called now.
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
    reject.reason,
    reject.position,
    reject.line,
    reject.raw
from reject
inner join last_reading on reject.run_id = last_reading.run_id and reject.file = last_reading.file
where reject.source = getvariable('source')
order by reject.position, reject.line
