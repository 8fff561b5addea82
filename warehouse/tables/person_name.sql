-- One row per person, kind of name and name.
-- person_id: the person
-- kind: main, nickname, phonetic, maiden, file_as or alternative (another language or script)
-- full_name: the name as a whole, tidied
-- prefix: title before the name (Dr., Prof.)
-- given_name: first name
-- middle_name: middle names
-- family_name: last name
-- suffix: what follows the name (Jr., PhD)
-- latin_name: the name in Latin letters, where it is written in another script
-- sources: how many sources give it
-- provenance: the records that give it, each with its own spelling (raw) and label
-- is_preferred: whether it is the one to use
-- preferred_because: why it is preferred: the rule of survivorship that decided (null where it is not)
select
    person_id,
    kind,
    full_name,
    prefix,
    given_name,
    middle_name,
    family_name,
    suffix,
    latin_name,
    sources,
    provenance,
    is_preferred,
    preferred_because
from person_name_frame
order by person_id asc, kind asc, is_preferred desc, full_name asc
