-- One row per person, organisation and title: what somebody is or was, and where.
-- person_id: the person
-- organisation_id: the organisation (null where only a title is known)
-- organisation: its name as this person’s records write it
-- title: what they are there
-- department: where in it
-- role: their function, where the source tells it from the title
-- location: where they work
-- started_on: since when, where known (a month or year by its first day)
-- ended_on: until when, where known
-- sources: how many sources give it
-- provenance: the records that give it, each with its own spelling (raw) and label
-- is_preferred: whether it is the one to use
-- preferred_because: why it is preferred: the rule of survivorship that decided (null where it is not)
select
    person_id,
    organisation_id,
    organisation,
    title,
    department,
    role,
    location,
    started_on,
    ended_on,
    sources,
    provenance,
    is_preferred,
    preferred_because
from affiliation_frame
order by person_id asc, is_preferred desc, organisation asc, title asc
