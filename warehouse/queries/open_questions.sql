-- One row per two people who may be the same: their records, and the pair of records that says so most strongly.
-- What was judged unsure is left out unless the variable `is_again` is set.
with pairs as (
    select
        source_a,
        record_id_a,
        person_id_a,
        source_b,
        record_id_b,
        person_id_b,
        decision,
        reason,
        coalesce(weight, 0) as weight,
        least(person_id_a, person_id_b) as one_id,
        greatest(person_id_a, person_id_b) as other_id
    from match_evidence
    where person_id_a <> person_id_b
),

asked as (
    select
        one_id,
        other_id
    from pairs
    group by one_id, other_id
    having
        bool_or(decision = 'review' and reason is distinct from 'judgements_contradict')
        and not bool_or(coalesce(reason, '') in ('judged_different', 'judgements_contradict'))
        and (getvariable('is_again') or not bool_or(coalesce(reason, '') = 'judged_unsure'))
),

strongest as (
    select pairs.*
    from pairs
    inner join asked on pairs.one_id = asked.one_id and pairs.other_id = asked.other_id
    where pairs.decision = 'review'
    qualify
        row_number() over (
            partition by pairs.one_id, pairs.other_id
            order by
                pairs.weight desc,
                pairs.source_a asc,
                pairs.record_id_a asc,
                pairs.source_b asc,
                pairs.record_id_b asc
        ) = 1
),

sides as (
    select
        person_id,
        list((source, record_id) order by source, record_id) as records
    from source_record
    where person_id is not null
    group by person_id
)

select
    strongest.source_a,
    strongest.record_id_a,
    strongest.person_id_a,
    one.full_name as name_a,
    one_side.records as records_a,
    strongest.source_b,
    strongest.record_id_b,
    strongest.person_id_b,
    other.full_name as name_b,
    other_side.records as records_b,
    strongest.weight,
    strongest.reason
from strongest
inner join person as one on strongest.person_id_a = one.person_id
inner join person as other on strongest.person_id_b = other.person_id
inner join sides as one_side on strongest.person_id_a = one_side.person_id
inner join sides as other_side on strongest.person_id_b = other_side.person_id
order by strongest.source_a, strongest.record_id_a, strongest.source_b, strongest.record_id_b
