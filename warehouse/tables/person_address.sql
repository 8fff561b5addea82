-- One row per person and postal address.
-- person_id: the person
-- formatted: the whole address as one text
-- po_box: post-office box
-- extended: flat, floor, building
-- street: street and number
-- city: city
-- region: state, county or province
-- postal_code: postal code
-- country: country as written
-- country_code: country, ISO 3166-1 alpha-2
-- label: home, work, other, … as far as sources say
-- sources: how many sources give it
-- provenance: the records that give it, each with its own spelling (raw) and label
-- is_preferred: whether it is the one to use
-- preferred_because: why it is preferred: the rule of survivorship that decided (null where it is not)
select
    person_id,
    formatted,
    po_box,
    extended,
    street,
    city,
    region,
    postal_code,
    country,
    country_code,
    label,
    sources,
    provenance,
    is_preferred,
    preferred_because
from person_address_frame
order by person_id asc, is_preferred desc, formatted asc
