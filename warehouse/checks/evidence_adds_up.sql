-- Pairs whose prior odds and evidence don't add up to their weight.
select
    source_a,
    record_id_a,
    source_b,
    record_id_b
from match_evidence
where abs(prior_weight + coalesce(list_sum(list_transform(evidence, lambda clue: clue.weight)), 0) - weight) > 0.01
