select
    source,
    file,
    position,
    line,
    reason,
    raw
from reject
where getvariable('source') is null or source = getvariable('source')
order by source, file, position, line
