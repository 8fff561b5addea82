-- One row per person and e-mail address.
-- person_id: the person
-- address: lower case; as written where it is no address
-- domain: what follows the @
-- label: home, work, other, … as far as sources say
-- display_name: the name that was written beside it
-- is_valid: whether it is an address at all
-- is_role_address: whether it is a role (info@, sales@, a family) and not one person alone
-- sources: how many sources give it
-- provenance: the records that give it, each with its own spelling (raw) and label
-- is_preferred: whether it is the one to use
-- preferred_because: why it is preferred: the rule of survivorship that decided (null where it is not)
select
    person_id,
    address,
    domain,
    label,
    display_name,
    is_valid,
    is_role_address,
    sources,
    provenance,
    is_preferred,
    preferred_because
from person_email_frame
order by person_id asc, is_preferred desc, address asc
