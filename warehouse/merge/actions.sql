-- One row per action of judging, the latest first: what was done, by whom, when, and whether it was taken back.
select
    judgement.action_id,
    judgement.command,
    judgement.judged_by,
    judgement.judged_at,
    any_value(judgement.reason) as reason,
    count(*) as pairs,
    bool_or(judgement_undone.action_id is not null) as is_undone
from judgement
left join judgement_undone on judgement.action_id = judgement_undone.action_id
group by judgement.action_id, judgement.command, judgement.judged_by, judgement.judged_at
order by judgement.action_id desc
