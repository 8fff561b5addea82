-- One row per word on how often to write to somebody, in order.
select
    said_id,
    owner,
    person_id,
    is_default,
    days,
    said_at
from cadence_said
order by said_id
