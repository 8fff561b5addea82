-- What a file of this content had left out when it was read last, for a run that did not have to read it.
insert into skipped
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
    getvariable('run_id') as run_id,
    getvariable('source') as source,
    getvariable('file') as file,
    skipped.position,
    skipped.reason
from skipped
inner join last_reading on skipped.run_id = last_reading.run_id and skipped.file = last_reading.file
where skipped.source = getvariable('source')
