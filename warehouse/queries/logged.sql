-- One row per thing that the owner logged by hand, the latest first, with the names of the people who were there; with
-- the person, only what they were part of.
with named as (
    select
        logged_id,
        owner,
        happened_on,
        text,
        said_at,
        unnest(person_ids) as person_id
    from logged
    where owner = getvariable('owner')
)

select
    named.logged_id,
    named.happened_on,
    named.text,
    list(person.full_name order by person.full_name, person.person_id) as people,
    named.said_at
from named
inner join person on named.person_id = person.person_id
group by named.logged_id, named.happened_on, named.text, named.said_at
having getvariable('person_id') is null or list_contains(list(person.person_id), getvariable('person_id'))
order by named.happened_on desc, named.logged_id desc
limit getvariable('most')
