-- One row per word on how you know somebody, in order.
select
    said_id,
    owner,
    person_id,
    context,
    is_denied,
    sphere,
    said_at
from context_said
order by said_id
