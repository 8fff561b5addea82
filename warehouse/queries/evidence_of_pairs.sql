-- One row per compared pair of the records that the variables `sources_a`, `record_ids_a`, `sources_b` and
-- `record_ids_b` (lists, in step) name.
with asked as (
    select
        unnest(getvariable('sources_a')) as source_a,
        unnest(getvariable('record_ids_a')) as record_id_a,
        unnest(getvariable('sources_b')) as source_b,
        unnest(getvariable('record_ids_b')) as record_id_b
)

select
    match_evidence.source_a,
    match_evidence.record_id_a,
    match_evidence.person_id_a,
    match_evidence.source_b,
    match_evidence.record_id_b,
    match_evidence.person_id_b,
    match_evidence.decision,
    match_evidence.reason,
    match_evidence.weight,
    match_evidence.probability,
    match_evidence.prior_weight,
    match_evidence.blocking_keys,
    match_evidence.evidence
from match_evidence
inner join asked
    on
        match_evidence.source_a = asked.source_a
        and match_evidence.record_id_a = asked.record_id_a
        and match_evidence.source_b = asked.source_b
        and match_evidence.record_id_b = asked.record_id_b
order by match_evidence.source_a, match_evidence.record_id_a, match_evidence.source_b, match_evidence.record_id_b
