-- One row per owner and two other people who know each other.
-- owner: from whose sources that is known
-- person_id_a: the one, whose id is the smaller
-- person_id_b: the other
-- kinds: how that is known: event (of up to eight people), thread (of messages), household, organisation (at the same
-- time), relation
-- weight: how much all of it says
-- first_on: the first interaction, or since when, where known
-- last_on: the last interaction, or until when, where known
-- evidence: each thing that says so: kind, what (a title, an address, an organisation, a word), interactions, weight,
-- last_on; the heaviest ones
select
    owner,
    person_id_a,
    person_id_b,
    kinds,
    weight,
    first_on,
    last_on,
    evidence
from tie_frame
order by owner, person_id_a, person_id_b
