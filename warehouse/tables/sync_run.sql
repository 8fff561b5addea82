-- One row per run and source: what was read and what became of it.
-- run_id: counts up
-- source: the source (- for files that nobody reads; null for a run that read nothing)
-- command: what started it
-- started_at: when it began (UTC)
-- finished_at: when it ended (UTC)
-- state: running (this one), done, failed or interrupted
-- message: why it failed
-- read: records read = loaded + unchanged + skipped + rejected
-- loaded: records that are new or changed
-- unchanged: records that are as they were
-- skipped: records left out on purpose
-- rejected: records that could not be read
-- gone: records that the source no longer holds
-- skip_reasons: why records were left out, with counts
-- failure: why a source gave nothing: unreachable, sign_in, held_back, refused, fault or error (null where it was read)
-- failure_message: the same in words
select
    run_id,
    source,
    command,
    started_at,
    finished_at,
    state,
    message,
    read,
    loaded,
    unchanged,
    skipped,
    rejected,
    gone,
    skip_reasons,
    failure,
    failure_message
from sync_run_frame
order by run_id, source
