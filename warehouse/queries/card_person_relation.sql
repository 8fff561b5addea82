select
    person_relation.relation,
    coalesce(person.full_name, person_relation.value) as name,
    person_relation.related_person_id,
    person_relation.source
from person_relation
left join person on person_relation.related_person_id = person.person_id
where person_relation.person_id = getvariable('person_id')
order by person_relation.relation, name
