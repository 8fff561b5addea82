-- A record keeps its history when the source gives it another id.
update raw_contact
set
    record_id = renamed_record.new_id,
    given_id = renamed_record.new_id,
    base_id = renamed_record.new_id
from renamed_record
where
    raw_contact.source = getvariable('source')
    and raw_contact.record_id = renamed_record.old_id
