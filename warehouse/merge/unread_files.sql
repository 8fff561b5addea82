-- One row per file that could not be read, or not to its end.
select
    file,
    reason
from staged_reject
where position is null and line is null
order by file, reason
