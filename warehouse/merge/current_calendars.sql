-- One row per calendar event (or series) as its source holds it now, with a number that is another one when it is.
-- A server gives each time of a series that differs as a record of its own, whose conversation is the series: here they
-- are one row, as in a file. What is said of such a time without a version is of the series' version.
with part as (
    select
        source,
        coalesce(conversation, record_id) as series_id,
        conversation is not null as is_exception,
        record_id,
        content_hash,
        file,
        position,
        account,
        calendar,
        case
            when conversation is null then regexp_extract(calendar.components, '\nSEQUENCE:[0-9]+')
        end as version_line
    from raw_interaction
    where valid_to is null and channel = 'calendar'
),

versioned as (
    select
        * exclude (version_line), -- noqa: AM04
        case
            when is_exception and not regexp_matches(calendar.components, '\nSEQUENCE:')
                then
                    'BEGIN:VEVENT'
                    || coalesce(max(version_line) over (partition by source, series_id), '')
                    || substring(calendar.components, length('BEGIN:VEVENT') + 1)
            else calendar.components
        end as components
    from part
)

select
    versioned.source,
    source.owner,
    versioned.series_id as record_id,
    first(versioned.file order by versioned.is_exception, versioned.record_id) as file,
    first(versioned.position order by versioned.is_exception, versioned.record_id) as position,
    first(versioned.account order by versioned.is_exception, versioned.record_id) as account,
    struct_update(
        first(versioned.calendar order by versioned.is_exception, versioned.record_id),
        components := string_agg(versioned.components, '' order by versioned.is_exception, versioned.record_id)
    ) as calendar,
    hash(
        versioned.source,
        versioned.series_id,
        list(versioned.content_hash order by versioned.is_exception, versioned.record_id)
    ) as record_version
from versioned
inner join source on versioned.source = source.source
group by versioned.source, source.owner, versioned.series_id
order by versioned.source, versioned.series_id
