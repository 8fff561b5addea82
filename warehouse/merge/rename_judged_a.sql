-- What was said of a record is said of it under its new id.
update judgement
set record_id_a = rename_map.new_record_id
from rename_map
where judgement.source_a = getvariable('source') and judgement.record_id_a = rename_map.record_id
