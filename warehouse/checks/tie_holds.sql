-- Ties that stand twice or in the wrong order, that nothing tells, that are nobody's, or that are the owner's.
with ends as (
    select
        owner,
        person_id_a,
        person_id_b,
        unnest([person_id_a, person_id_b]) as person_id
    from tie
)

select
    owner,
    person_id_a,
    person_id_b
from tie
where person_id_a >= person_id_b or weight <= 0 or len(evidence) = 0
union
select
    owner,
    person_id_a,
    person_id_b
from tie
group by owner, person_id_a, person_id_b
having count(*) > 1
union
select
    ends.owner,
    ends.person_id_a,
    ends.person_id_b
from ends
left join person on ends.person_id = person.person_id
left join interaction_participant as own
    on
        ends.owner = own.owner
        and ends.person_id = own.person_id
        and own.is_owner
where person.person_id is null or own.person_id is not null
