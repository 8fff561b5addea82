-- One row where a file of this content was read from the source: when, by which reader, and what it held.
select
    document.run_id >= source.changed_by_run as is_current,
    document.reader_version,
    document.read,
    document.skipped,
    document.rejected
from document
inner join source on document.source = source.source
where document.source = getvariable('source') and document.content_hash = getvariable('content_hash')
order by document.run_id desc, document.file = getvariable('file') desc
limit 1
