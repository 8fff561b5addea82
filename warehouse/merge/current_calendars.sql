-- One row per calendar event (or series) as its source holds it now, with a number that is another one when it is.
select
    raw_interaction.source,
    source.owner,
    raw_interaction.record_id,
    raw_interaction.file,
    raw_interaction.position,
    raw_interaction.calendar,
    hash(raw_interaction.source, raw_interaction.record_id, raw_interaction.content_hash) as record_version
from raw_interaction
inner join source on raw_interaction.source = source.source
where raw_interaction.valid_to is null and raw_interaction.channel = 'calendar'
order by raw_interaction.source, raw_interaction.record_id
