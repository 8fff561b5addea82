-- One row per record as its source holds it now, with a number that is another one when the record is, and one that is
-- another one also when it only stands elsewhere, or was loaded again.
select
    source,
    record_id,
    hash(source, record_id, content_hash) as record_version,
    hash(source, record_id, given_id, content_hash, valid_from, file, position, updated) as row_version
from raw_contact
where valid_to is null
order by source, record_id
