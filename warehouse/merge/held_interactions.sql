-- One row per version of an interaction of the source.
select
    record_id,
    given_id,
    base_id,
    '' as raw_name,
    content_hash,
    file,
    null::varchar as updated,
    run_id,
    valid_to
from raw_interaction
where source = getvariable('source')
