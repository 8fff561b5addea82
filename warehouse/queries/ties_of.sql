-- One row per person whom the person knows besides the owner, the best known first, and how that is known.
with known as (
    select
        case when person_id_a = getvariable('person_id') then person_id_b else person_id_a end as person_id,
        kinds,
        weight,
        last_on,
        list_distinct(list_transform(evidence, lambda each: each['what'])) as shared
    from tie
    where
        owner = getvariable('owner')
        and (person_id_a = getvariable('person_id') or person_id_b = getvariable('person_id'))
)

select
    known.person_id,
    person.full_name,
    known.kinds,
    known.shared,
    known.weight,
    known.last_on
from known
inner join person on known.person_id = person.person_id
order by known.weight desc, person.full_name asc, known.person_id asc
