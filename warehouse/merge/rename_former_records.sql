-- A record that gets another id leads from its person's old ids to where it is now, as before.
update former_person_record
set record_id = rename_map.new_record_id
from rename_map
where former_person_record.source = getvariable('source') and former_person_record.record_id = rename_map.record_id
