-- People without a row of quality, rows without a person, and counts that aren't those of the records.
select coalesce(person_quality.person_id, person.person_id) as person_id
from person
full join person_quality on person.person_id = person_quality.person_id
where
    person.person_id is null
    or person_quality.person_id is null
    or person.records <> person_quality.records
    or not person_quality.probability between 0 and 1
