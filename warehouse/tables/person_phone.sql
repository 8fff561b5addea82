-- One row per person, phone number and extension.
-- person_id: the person
-- number: E.164 (+442079460000) where that can be told, as written otherwise
-- extension: extension behind the number
-- e164: the number in E.164, null where it cannot be told
-- region: country of the number, ISO 3166-1 alpha-2
-- phone_kind: mobile, home, work, fax, fax_home, fax_work, pager, main, assistant or other
-- label: the label as sources give it
-- sources: how many sources give it
-- provenance: the records that give it, each with its own spelling (raw) and label
-- is_preferred: whether it is the one to use
-- preferred_because: why it is preferred: the rule of survivorship that decided (null where it is not)
select
    person_id,
    number,
    extension,
    e164,
    region,
    phone_kind,
    label,
    sources,
    provenance,
    is_preferred,
    preferred_because
from person_phone_frame
order by person_id asc, is_preferred desc, number asc, extension asc
