-- One row per source: how many records it holds now, how many people and interactions they are of, and its last change.
with known as (
    select
        source,
        count(*) as records,
        count(distinct person_id) as people
    from source_record
    where connector <> 'owner'
    group by source
),

happened as (
    select
        source,
        count(*) as interactions
    from interaction
    where channel <> 'log'
    group by source
),

changed as (
    select
        source,
        max(started_at) as last_change_at
    from sync_run
    where loaded > 0 or gone > 0
    group by source
)

select
    coalesce(known.source, happened.source) as source,
    coalesce(known.records, 0) as records,
    coalesce(known.people, 0) as people,
    coalesce(happened.interactions, 0) as interactions,
    changed.last_change_at
from known
full outer join happened on known.source = happened.source
left join changed on coalesce(known.source, happened.source) = changed.source
order by coalesce(known.source, happened.source)
