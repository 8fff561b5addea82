-- A record that gets another id stays the same person's.
update person_record
set record_id = rename_map.new_record_id
from rename_map
where person_record.source = getvariable('source') and person_record.record_id = rename_map.record_id
