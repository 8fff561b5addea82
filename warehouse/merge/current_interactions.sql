-- One row per interaction as its source holds it now, the calendars’ aside.
select
    raw_interaction.source,
    source.owner,
    source.connector,
    raw_interaction.* exclude ( -- noqa: AM04
        source, given_id, base_id, content_hash, run_id, valid_from, valid_to, calendar
    )
from raw_interaction
inner join source on raw_interaction.source = source.source
where raw_interaction.valid_to is null and raw_interaction.channel <> 'calendar'
order by raw_interaction.source, raw_interaction.record_id
