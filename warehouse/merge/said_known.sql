-- One row per id of which something was said and that means somebody who is known: whom.
with named as (
    select unnest(person_ids) as person_id
    from logged
    union
    select person_id
    from context_said
    union
    select person_id
    from cadence_said
)

select
    named.person_id,
    coalesce(said_of.leads_to, named.person_id) as leads_to
from named
left join said_of on named.person_id = said_of.person_id
semi join person_record on coalesce(said_of.leads_to, named.person_id) = person_record.person_id
order by named.person_id
