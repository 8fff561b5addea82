-- One row per compared pair that a record of the person `person_id` is in, with the records' places and what was said.
select
    pair.source_a,
    pair.record_id_a,
    pair.person_id_a,
    pair.source_b,
    pair.record_id_b,
    pair.person_id_b,
    pair.decision,
    pair.reason,
    pair.weight,
    pair.probability,
    pair.prior_weight,
    pair.blocking_keys,
    pair.evidence,
    one.full_name as full_name_a,
    other.full_name as full_name_b,
    record_a.file as file_a,
    record_a.position as position_a,
    record_b.file as file_b,
    record_b.position as position_b,
    judgement.verdict,
    judgement.reason as judged_because,
    judgement.judged_by,
    judgement.judged_at
from match_evidence as pair
inner join person as one on pair.person_id_a = one.person_id
inner join person as other on pair.person_id_b = other.person_id
inner join source_record as record_a
    on pair.source_a = record_a.source and pair.record_id_a = record_a.record_id
inner join source_record as record_b
    on pair.source_b = record_b.source and pair.record_id_b = record_b.record_id
left join judgement
    on
        pair.source_a = judgement.source_a
        and pair.record_id_a = judgement.record_id_a
        and pair.source_b = judgement.source_b
        and pair.record_id_b = judgement.record_id_b
        and judgement.is_current
where pair.person_id_a = getvariable('person_id') or pair.person_id_b = getvariable('person_id')
order by
    pair.weight desc nulls first,
    pair.source_a asc,
    pair.record_id_a asc,
    pair.source_b asc,
    pair.record_id_b asc
