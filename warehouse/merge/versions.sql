-- One row per record as its source holds it now, with a number that is another one when the record is.
select
    source,
    record_id,
    hash(source, record_id, content_hash) as record_version
from raw_contact
where valid_to is null
