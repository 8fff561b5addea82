-- What documents had left out when they were read last, for a run that did not have to read them.
insert into skipped
select
    getvariable('run_id') as run_id,
    getvariable('source') as source,
    last_reading.file,
    skipped.position,
    skipped.reason
from last_reading
inner join skipped on last_reading.run_id = skipped.run_id and last_reading.read_as = skipped.file
where skipped.source = getvariable('source')
