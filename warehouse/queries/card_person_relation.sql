select
    given.relation,
    coalesce(person.full_name, given.value) as name,
    given.related_person_id,
    list_distinct(list_transform(given.provenance, lambda origin: origin['source'])) as sources
from person_relation as given
left join person on given.related_person_id = person.person_id
where given.person_id = getvariable('person_id')
order by given.relation, name
