-- One row per run and source, with why records were left out.
with reason as (
    select
        run_id,
        source,
        reason,
        count(*) as records
    from skipped
    group by run_id, source, reason
),

reasons as (
    select
        run_id,
        source,
        string_agg(records || ' × ' || reason, '; ' order by records desc, reason asc) as skip_reasons
    from reason
    group by run_id, source
)

select
    run.run_id,
    run_source.source,
    run.command,
    run.started_at,
    run.finished_at,
    run.state,
    run.message,
    run_source.read,
    run_source.loaded,
    run_source.unchanged,
    run_source.skipped,
    run_source.rejected,
    run_source.gone,
    reasons.skip_reasons,
    run_source.failure,
    run_source.failure_message
from run
left join run_source on run.run_id = run_source.run_id
left join reasons on run_source.run_id = reasons.run_id and run_source.source = reasons.source
order by run.run_id, run_source.source
