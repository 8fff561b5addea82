-- One row per calendar event (or series) as its source holds it now, with a number that is another one when it is.
-- A server gives each time of a series that differs as a record of its own, whose conversation is the series: here they
-- are one row, as in a file. What is said of such a time without a version is of the series' version.
with held as (
    select
        raw_interaction.source,
        source.owner,
        raw_interaction.record_id,
        raw_interaction.conversation,
        raw_interaction.content_hash,
        raw_interaction.file,
        raw_interaction.position,
        raw_interaction.account,
        raw_interaction.calendar
    from raw_interaction
    inner join source on raw_interaction.source = source.source
    where raw_interaction.valid_to is null and raw_interaction.channel = 'calendar'
),

in_parts as (
    select distinct
        source,
        conversation as series_id
    from held
    where conversation is not null
),

part as (
    select
        held.*,
        in_parts.series_id,
        held.conversation is not null as is_exception,
        max(case when held.conversation is null then regexp_extract(held.calendar.components, '\nSEQUENCE:[0-9]+') end)
            over (partition by held.source, in_parts.series_id) as version_line
    from held
    inner join in_parts
        on held.source = in_parts.source and coalesce(held.conversation, held.record_id) = in_parts.series_id
),

versioned as (
    select
        * exclude (version_line), -- noqa: AM04
        case
            when is_exception and not regexp_matches(calendar.components, '\nSEQUENCE:')
                then
                    'BEGIN:VEVENT'
                    || coalesce(version_line, '')
                    || substring(calendar.components, length('BEGIN:VEVENT') + 1)
            else calendar.components
        end as components
    from part
),

joined as (
    select
        source,
        owner,
        series_id as record_id,
        first(file order by is_exception, record_id) as file,
        first(position order by is_exception, record_id) as position,
        first(account order by is_exception, record_id) as account,
        struct_update(
            first(calendar order by is_exception, record_id),
            components := string_agg(components, '' order by is_exception, record_id)
        ) as calendar,
        hash(source, series_id, list(content_hash order by is_exception, record_id)) as record_version
    from versioned
    group by source, owner, series_id
)

select * from joined
union all
select
    held.source,
    held.owner,
    held.record_id,
    held.file,
    held.position,
    held.account,
    held.calendar,
    hash(held.source, held.record_id, held.content_hash) as record_version
from held
left join in_parts on held.source = in_parts.source and held.record_id = in_parts.series_id
where held.conversation is null and in_parts.series_id is null
order by source, record_id
