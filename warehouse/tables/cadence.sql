-- One row per owner and person of whom you said how often to write to them (kith cadence).
-- owner: whose word it is
-- person_id: the person
-- days: every so many days; null for never
-- said_at: when you said so (UTC)
select
    owner,
    person_id,
    days,
    said_at
from cadence_frame
order by owner, person_id
