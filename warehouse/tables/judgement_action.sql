-- One row per time that somebody said who is who, or isn't: of which records, and whether it was taken back.
-- action_id: its number: `kith undo` takes it
-- command: how: same, different, split or review
-- judged_by: who said so
-- judged_at: when (UTC)
-- reason: why, in their words
-- pairs: of how many pairs of records
-- records: those records, each as source and record_id
-- undone_by: who took it back (null where it stands)
-- undone_at: when it was taken back (UTC)
-- undone_because: why, in their words
select
    action_id,
    command,
    judged_by,
    judged_at,
    reason,
    pairs,
    records,
    undone_by,
    undone_at,
    undone_because
from judgement_action_frame
order by action_id
