-- People that no record of any source stands behind.
select person.person_id
from person
left join source_record on person.person_id = source_record.person_id
where source_record.person_id is null
