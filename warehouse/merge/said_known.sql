-- One row per id of which something was said and that means somebody who is known: whom.
select
    named.person_id,
    coalesce(said_of.leads_to, named.person_id) as leads_to
from named
left join said_of on named.person_id = said_of.person_id
semi join person_record on coalesce(said_of.leads_to, named.person_id) = person_record.person_id
order by named.person_id
