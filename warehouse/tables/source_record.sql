-- One row per record of a source as it is now, and the person it belongs to.
-- source: connector, name and owner: vcard, google_csv:work@ada
-- record_id: the source’s own id, or one made of what it wrote
-- given_id: the id that the source itself gives (several records may share it)
-- connector: what read it: vcard, google_csv, linkedin, …
-- owner: whose address book it is
-- kind: person, organisation, group or resource (a room, a thing)
-- person_id: the person (null for organisations and groups)
-- organisation_id: the organisation (null for others)
-- resource_id: the room or thing that is booked (null for others)
-- file: the file it was read from when it last changed
-- position: where in the file, counted from 1
-- updated_at: when the source last changed it, where it says so (UTC)
-- loaded_at: when this version of it was loaded (UTC)
select
    source,
    record_id,
    given_id,
    connector,
    owner,
    kind,
    person_id,
    organisation_id,
    resource_id,
    file,
    position,
    updated_at,
    loaded_at
from source_record_frame
order by source, record_id
