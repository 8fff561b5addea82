-- One row per person id of which something was said: whom it meant when published last (null where never).
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
    said_of.leads_to
from named
left join said_of on named.person_id = said_of.person_id
order by named.person_id
