-- A context once, though a label, a group and events may say it; what you say comes first, then what says most.
with told as (
    select
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
)

select
    told.context,
    string_agg(distinct told.kind, ', ' order by told.kind) as kind,
    any_value(told.sphere) as sphere,
    sum(told.interactions)::integer as interactions,
    min(told.first_on) as first_on,
    max(told.last_on) as last_on,
    any_value(sources.sources) as sources
from told
left join sources on told.context = sources.context
group by told.context
order by bool_or(told.kind = 'said') desc, sum(told.weight) desc, told.context asc
