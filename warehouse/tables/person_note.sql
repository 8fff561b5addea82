-- One row per person and note on one of their cards.
-- person_id: the person
-- note: the text, as written
-- sources: how many sources hold it
-- provenance: the records that hold it
select
    person_id,
    note,
    sources,
    provenance
from person_note_frame
order by person_id, note
