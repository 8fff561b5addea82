-- One row per pair that was ever judged, the first record being the smaller: its latest verdict, and whether it stands.
-- What was taken back doesn't stand, and what stood before it stands again.
with ordered as (
    select
        judgement.*,
        judgement_undone.action_id is null as is_standing,
        -- A record that got another id since may have changed places with the other.
        (judgement.source_a, judgement.record_id_a) > (judgement.source_b, judgement.record_id_b) as is_turned
    from judgement
    left join judgement_undone on judgement.action_id = judgement_undone.action_id
),

paired as (
    select
        action_id,
        command,
        if(is_turned, source_b, source_a) as source_a,
        if(is_turned, record_id_b, record_id_a) as record_id_a,
        if(is_turned, source_a, source_b) as source_b,
        if(is_turned, record_id_a, record_id_b) as record_id_b,
        verdict,
        reason,
        judged_by,
        judged_at,
        is_standing
    from ordered
),

ranked as (
    select
        paired.*,
        row_number() over (
            partition by source_a, record_id_a, source_b, record_id_b
            order by is_standing desc, action_id desc
        ) as place
    from paired
)

select
    source_a,
    record_id_a,
    source_b,
    record_id_b,
    verdict,
    is_standing as is_current,
    reason,
    judged_by,
    judged_at,
    action_id,
    command
from ranked
where place = 1
order by source_a, record_id_a, source_b, record_id_b
