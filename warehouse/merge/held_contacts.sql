-- One row per version of a contact of the source.
select
    record_id,
    given_id,
    base_id,
    raw_name,
    content_hash,
    file,
    updated,
    null as conversation,
    run_id,
    valid_to
from raw_contact
where source = getvariable('source')
