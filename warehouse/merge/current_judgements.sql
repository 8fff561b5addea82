-- One row per pair that was ever judged, the first record being the smaller: its latest verdict, and whether it stands.
-- What was taken back doesn't stand, and what stood before it stands again.
with paired as (
    select
        judgement.*,
        judgement_undone.action_id is null as is_standing
    from judgement
    left join judgement_undone on judgement.action_id = judgement_undone.action_id
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
