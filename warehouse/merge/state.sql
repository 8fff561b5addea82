-- One row per source: the last run that changed it, and the last that read a file of it.
select
    source.source,
    source.created_at,
    source.changed_by_run,
    coalesce(max(document.run_id), 0) as read_by_run
from source
left join document on source.source = document.source
group by source.source, source.created_at, source.changed_by_run
order by source.source
