-- One row per person id of which something was said: whom it meant when published last (null where never).
select
    named.person_id,
    said_of.leads_to
from named
left join said_of on named.person_id = said_of.person_id
order by named.person_id
