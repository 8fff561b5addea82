-- One row per thing that a run left out of a source.
select
    file,
    reason,
    position
from skipped
where run_id = getvariable('run_id') and source = getvariable('source')
order by file, position
