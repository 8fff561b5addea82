-- One row per person and note on one of their cards.
-- person_id: the person
-- note: the text, as written
-- source: the source that holds it
-- record_id: the record that holds it
select
    person_id,
    note,
    source,
    record_id
from person_note_frame
order by person_id, source, record_id
