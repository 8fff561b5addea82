-- Pairs that you called different and that are one person, or called the same and that are two.
select
    source_a,
    record_id_a,
    source_b,
    record_id_b
from match_evidence
where
    (reason = 'judged_different' and person_id_a = person_id_b)
    or (reason = 'judged_same' and person_id_a <> person_id_b)
