-- One row per action of judging: what was done, by whom, when and why, of which records, and whether it was taken back.
with spoken_of as (
    select
        action_id,
        source_a as source,
        record_id_a as record_id
    from judgement
    union
    select
        action_id,
        source_b as source,
        record_id_b as record_id
    from judgement
),

gathered as (
    select
        action_id,
        list({ 'source': source, 'record_id': record_id } order by source, record_id) as records
    from spoken_of
    group by action_id
),

action as (
    select
        action_id,
        command,
        judged_by,
        judged_at,
        any_value(reason) as reason,
        count(*) as pairs
    from judgement
    group by action_id, command, judged_by, judged_at
)

select
    action.action_id,
    action.command,
    action.judged_by,
    action.judged_at,
    action.reason,
    action.pairs,
    gathered.records,
    judgement_undone.undone_by,
    judgement_undone.undone_at,
    judgement_undone.reason as undone_because
from action
inner join gathered on action.action_id = gathered.action_id
left join judgement_undone on action.action_id = judgement_undone.action_id
order by action.action_id
