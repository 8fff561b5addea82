-- One row per record as its source holds it now, of those that are asked for.
select
    raw_contact.source,
    source.owner,
    source.connector,
    raw_contact.* exclude ( -- noqa: AM04
        source, base_id, raw_name, content_hash, run_id, valid_from, valid_to, given_id
    ),
    -- As in current_contacts.sql.
    case
        when source.connector = 'carddav' then coalesce(raw_contact.extra['UID'][1], raw_contact.given_id)
        else raw_contact.given_id
    end as given_id,
    raw_contact.valid_from as loaded_at
from raw_contact
inner join source on raw_contact.source = source.source
where
    raw_contact.valid_to is null
    and (raw_contact.source, raw_contact.record_id) in (select (chosen.source, chosen.record_id) from chosen)
order by raw_contact.source, raw_contact.record_id
