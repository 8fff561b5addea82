-- One row per pair of records that was taken for one person, is to be reviewed or was refused, and why.
-- source_a: source of the first record
-- record_id_a: id of the first record
-- person_id_a: person of the first record
-- source_b: source of the second record
-- record_id_b: id of the second record
-- person_id_b: person of the second record
-- decision: same, review (a question for you) or different
-- reason: why, where it isn't the weight alone: judged_same, judged_different, weak_bridge, household, …
-- weight: log2 of the odds that both are one person: each bit doubles them (null where only you said so)
-- probability: the same as a probability
-- prior_weight: log2 of the odds of any two records; with the weights of the evidence it adds up to the weight
-- blocking_keys: what both share that made them worth comparing: email, phone, name, …
-- evidence: what each comparison found: comparison, level, value_a, value_b, weight (bits for or against)
select
    source_a,
    record_id_a,
    person_id_a,
    source_b,
    record_id_b,
    person_id_b,
    decision,
    reason,
    weight,
    probability,
    prior_weight,
    blocking_keys,
    evidence
from match_evidence_frame
