-- Runs in which a record was lost or counted twice.
select
    run_id,
    source
from sync_run
where read <> loaded + unchanged + skipped + rejected
