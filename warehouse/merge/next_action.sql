-- One row: a number that no action has had.
with known as (
    select action_id from judgement
    union all
    select action_id from judgement_undone
)

select coalesce(max(action_id), 0) + 1 as action_id
from known
