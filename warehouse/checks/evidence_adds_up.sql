-- Pairs whose prior odds and evidence don't add up to their weight.
select
    pair.source_a,
    pair.record_id_a,
    pair.source_b,
    pair.record_id_b
from (
    select
        source_a,
        record_id_a,
        source_b,
        record_id_b,
        weight - prior_weight as weighed,
        struct_extract(unnest(evidence), 'weight') as found
    from match_evidence
) as pair
group by pair.source_a, pair.record_id_a, pair.source_b, pair.record_id_b, pair.weighed
having abs(sum(pair.found) - pair.weighed) > 0.01
