-- One row per file of a live source that has something nobody could read and was asked for again: what it lacked then
-- counts no more.
insert into document
select distinct
    getvariable('run_id') as run_id,
    getvariable('source') as source,
    reject.file,
    '' as content_hash,
    0 as reader_version,
    0 as read,
    0 as skipped,
    0 as rejected
from reject
where
    reject.source = getvariable('source')
    and (
        exists (select 1 from complete_prefix)
        or reject.file in (select staged.file from staged)
        or reject.file in (select staged_interaction.file from staged_interaction)
    )
