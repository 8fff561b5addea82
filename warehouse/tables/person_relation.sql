-- One row per person and somebody related to them, as their card says.
-- person_id: the person
-- relation: spouse, child, parent, sibling, friend, manager, assistant, … or as written
-- value: the name, address or UID of the other
-- related_person_id: the other person, where the card names their UID
-- label: the source's own word for the relation
-- source: the source that says so
-- record_id: the record that says so
select
    person_id,
    relation,
    value,
    related_person_id,
    raw_label as label,
    source,
    record_id
from person_relation_frame
order by person_id, relation, value
