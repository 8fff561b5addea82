-- One row per person, relation and somebody related to them, as their cards say.
-- person_id: the person
-- relation: spouse, child, parent, sibling, friend, manager, assistant, … or as written
-- value: the name of the other, as written; their address or UID where no card gives a name
-- related_person_id: the other person, where a card names their UID or their e-mail address
-- label: the source’s own word for the relation
-- sources: how many sources give it
-- provenance: the records that give it, each with its own spelling (raw) and label
select
    person_id,
    relation,
    value,
    related_person_id,
    label,
    sources,
    provenance
from person_relation_frame
order by person_id, relation, value
