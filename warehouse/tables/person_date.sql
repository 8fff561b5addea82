-- One row per person, kind of date and date.
-- person_id: the person
-- kind: birthday, anniversary, death, connected (on LinkedIn), created, or the source's own word
-- iso: YYYY-MM-DD, --MM-DD without a year, YYYY-MM without a day; as written where it cannot be read
-- date_on: the date where it is complete
-- year: year, where known
-- month: 1 to 12
-- day: 1 to 31
-- sources: how many sources give it
-- provenance: the records that give it, each with its own spelling (raw) and label
-- is_preferred: whether it is the one to use
-- preferred_because: why it is preferred: the rule of survivorship that decided (null where it is not)
select
    person_id,
    kind,
    iso,
    date as date_on,
    year,
    month,
    day,
    sources,
    provenance,
    is_preferred,
    preferred_because
from person_date_frame
order by person_id asc, kind asc, is_preferred desc, iso asc
