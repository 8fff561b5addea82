-- One row per thing that could not be read when a document was read last; the file as it is called now.
select
    last_reading.file,
    reject.reason,
    reject.position,
    reject.line,
    reject.raw
from last_reading
inner join reject on last_reading.run_id = reject.run_id and last_reading.read_as = reject.file
where reject.source = getvariable('source')
order by last_reading.seq, reject.position, reject.line
