-- One row per person, owner, context and kind of evidence: a way in which they know each other.
-- person_id: the person
-- owner: whose context it is
-- context: what it is called (Brunch, Marathon, Colleague at Example Ltd): the same for all kinds of evidence
-- kind: said (by you, with kith context), label (a category that a source gives), group (a group that lists its
-- members), event (what you did together), relation, organisation, domain (of e-mail addresses) or linkedin
-- sphere: professional or personal (null where it may be either)
-- interactions: how many say so (0 where other things do)
-- first_on: the first of them, or since when, where known
-- last_on: the last of them, or until when, where known
-- weight: how much it says of how you know them
-- evidence: what says so, as written: records, interactions (source = 'interaction', record_id = their id, the newest
-- ones) or you (source = 'said')
select
    person_id,
    owner,
    context,
    kind,
    sphere,
    interactions,
    first_on,
    last_on,
    weight,
    evidence
from context_frame
order by person_id asc, owner asc, (kind = 'said') desc, weight desc, context asc, kind asc
