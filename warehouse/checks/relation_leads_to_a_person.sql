-- Relations that lead to nobody.
select
    person_relation.person_id,
    person_relation.related_person_id
from person_relation
left join person on person_relation.related_person_id = person.person_id
where person_relation.related_person_id is not null and person.person_id is null
