-- A context once, though a label, a group and events may say it; what you say comes first, then what says most. What
-- several owners were at is one thing: it counts as often as it does for whoever has the most of it.
with told as (
    select
        owner,
        context,
        kind,
        sphere,
        interactions,
        first_on,
        last_on,
        weight,
        evidence
    from context
    where person_id = getvariable('person_id')
),

origins as (
    select
        told.context,
        unnest(told.evidence) as origin
    from told
),

sources as (
    select
        origins.context,
        list_sort(list_distinct(list(coalesce(interaction.source, origins.origin.source)))) as sources
    from origins
    left join interaction
        on
            origins.origin.source = 'interaction'
            and origins.origin.record_id = interaction.interaction_id
    group by origins.context
),

by_owner as (
    select
        context,
        owner,
        sum(interactions)::integer as interactions,
        sum(weight) as weight
    from told
    group by context, owner
),

often as (
    select
        context,
        max(interactions) as interactions,
        max(weight) as weight
    from by_owner
    group by context
)

select
    told.context,
    string_agg(distinct told.kind, ', ' order by told.kind) as kind,
    any_value(told.sphere) as sphere,
    max(often.interactions) as interactions,
    min(told.first_on) as first_on,
    max(told.last_on) as last_on,
    any_value(sources.sources) as sources
from told
inner join often on told.context = often.context
left join sources on told.context = sources.context
group by told.context
order by bool_or(told.kind = 'said') desc, max(often.weight) desc, told.context asc
