-- One row per thing that was left out when a document was read last; the file as it is called now.
select
    last_reading.file,
    skipped.reason,
    skipped.position
from last_reading
inner join skipped on last_reading.run_id = skipped.run_id and last_reading.read_as = skipped.file
where skipped.source = getvariable('source')
order by last_reading.seq, skipped.position
