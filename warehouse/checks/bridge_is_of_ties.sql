-- People whose place between others isn't that of their ties, or is impossible.
with ends as (
    select
        owner,
        unnest([person_id_a, person_id_b]) as person_id
    from tie
),

counted as (
    select
        owner,
        person_id,
        count(*) as tied
    from ends
    group by owner, person_id
)

select
    bridge.owner,
    bridge.person_id
from bridge
left join counted on bridge.owner = counted.owner and bridge.person_id = counted.person_id
where
    bridge.ties is distinct from counted.tied
    or bridge.burt_constraint <= 0
    or bridge.effective_size > bridge.ties + 1e-9
