-- Pairs that were judged to be one person and are not.
select
    source_a,
    record_id_a,
    source_b,
    record_id_b
from match_evidence
where decision = 'same' and person_id_a is distinct from person_id_b
