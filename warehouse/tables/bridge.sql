-- One row per owner and person who is tied to people who do not all know each other: how much they bridge them.
-- owner: from whose sources that is known
-- person_id: the person
-- burt_constraint: Burt’s constraint: how much of what they hear comes from people who know each other; low for bridges
-- effective_size: Burt’s effective size: how many of those they know do not repeat one another
-- circles: in how many circles they are, or those whom they know
-- ties: how many others they know
select
    owner,
    person_id,
    burt_constraint,
    effective_size,
    circles,
    ties
from bridge_frame
order by owner, person_id
