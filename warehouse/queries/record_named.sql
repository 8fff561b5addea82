-- The record of a person that the variable `who` names as SOURCE/RECORD_ID.
select
    source,
    record_id,
    person_id
from source_record
where source || '/' || record_id = trim(getvariable('who')) and person_id is not null
