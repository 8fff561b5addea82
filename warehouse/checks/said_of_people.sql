-- People of whom you said something and whom nobody knows.
with said as (
    select unnest(person_ids) as person_id
    from logged
    union
    select person_id
    from context_said
    union
    select person_id
    from cadence
)

select said.person_id
from said
left join person on said.person_id = person.person_id
where person.person_id is null
