-- One row per pair of records that were compared, and why they are one person or are not.
-- source_a: source of the first record
-- record_id_a: id of the first record
-- person_id_a: person of the first record
-- source_b: source of the second record
-- record_id_b: id of the second record
-- person_id_b: person of the second record
-- rule: what both share: source_id, linkedin_slug, email or phone
-- value: the shared value
-- names: how their names agree: same, compatible, contradiction or unnamed
-- decision: same or different
select
    source_a,
    record_id_a,
    person_id_a,
    source_b,
    record_id_b,
    person_id_b,
    rule,
    value,
    names,
    decision
from match_evidence_frame
order by source_a, record_id_a, source_b, record_id_b, rule, value
