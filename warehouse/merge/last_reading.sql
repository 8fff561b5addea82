-- One row per document that is asked about: when a file of its content was read last from the source, and what it held.
with latest as (
    select
        content_hash,
        max(run_id) as run_id
    from document
    where source = getvariable('source')
    group by content_hash
),

candidate as (
    select document.*
    from document
    inner join latest on document.content_hash = latest.content_hash and document.run_id = latest.run_id
    where document.source = getvariable('source')
),

any_file as (
    select
        content_hash,
        min(file) as file
    from candidate
    group by content_hash
),

chosen as (
    select
        asked.*,
        coalesce(same_file.file, any_file.file) as read_as
    from asked
    left join candidate as same_file on asked.content_hash = same_file.content_hash and asked.file = same_file.file
    left join any_file on asked.content_hash = any_file.content_hash
)

select
    chosen.seq,
    chosen.file,
    chosen.read_as,
    candidate.run_id,
    candidate.run_id >= source.changed_by_run
    and candidate.reader_version = chosen.reader_version as is_as_it_was,
    candidate.read,
    candidate.skipped,
    candidate.rejected
from chosen
left join candidate on chosen.content_hash = candidate.content_hash and chosen.read_as = candidate.file
left join source on candidate.source = source.source
