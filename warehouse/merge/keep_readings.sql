-- A reading of a file and how many records it held.
insert into document
select
    getvariable('run_id') as run_id,
    getvariable('source') as source,
    reading.file,
    reading.content_hash,
    reading.reader_version,
    (
        select count(*) from staged
        where staged.file = reading.file
    ) + skipped.number + rejected.number as read,
    skipped.number + (
        select count(*) from staged
        where staged.file = reading.file and staged.seq not in (
            select outcome.seq from outcome
            where outcome.outcome <> 'older'
        )
    ) as skipped,
    rejected.number as rejected
from reading
cross join lateral (
        select count(*) as number from staged_skipped
        where staged_skipped.file = reading.file
    ) as skipped
cross join lateral (
    select count(*) as number from staged_reject
    where staged_reject.file = reading.file
) as rejected
