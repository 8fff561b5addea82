-- One row per pair of records that you judged: your latest word on it.
-- source_a: source of the first record
-- record_id_a: id of the first record
-- source_b: source of the second record
-- record_id_b: id of the second record
-- verdict: same, different or unsure
-- is_current: false where you took it back
-- reason: why, in your words
-- judged_by: who said so
-- judged_at: when (UTC)
-- command: how: same, different, split or review
select
    source_a,
    record_id_a,
    source_b,
    record_id_b,
    verdict,
    is_current,
    reason,
    judged_by,
    judged_at,
    command
from judgement_frame
order by source_a, record_id_a, source_b, record_id_b
