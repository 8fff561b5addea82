-- One row per person and context: a way in which you know them.
-- person_id: the person
-- context: what it is called (Brunch, Marathon, University)
-- kind: label (a category that a source gives) or group (a group that lists its members)
-- evidence: the records that say so, each as written
select
    person_id,
    context,
    kind,
    evidence
from context_frame
order by person_id, context, kind
