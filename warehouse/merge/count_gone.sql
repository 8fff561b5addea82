select count(distinct raw_contact.record_id) as gone
from raw_contact
inner join gone_record on raw_contact.record_id = gone_record.record_id
where raw_contact.source = getvariable('source') and raw_contact.valid_to is null
