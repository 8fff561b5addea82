-- One row per record as its source holds it now, of those that are asked for.
select
    raw_contact.source,
    source.owner,
    source.connector,
    raw_contact.* exclude ( -- noqa: AM04
        source, base_id, raw_name, content_hash, run_id, valid_from, valid_to
    ),
    raw_contact.valid_from as loaded_at
from raw_contact
inner join source on raw_contact.source = source.source
where
    raw_contact.valid_to is null
    and (raw_contact.source, raw_contact.record_id) in (select (chosen.source, chosen.record_id) from chosen)
order by raw_contact.source, raw_contact.record_id
