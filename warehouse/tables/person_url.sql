-- One row per person and web address, social profile or messenger handle.
-- person_id: the person
-- kind: web, social, im, calendar, photo, …
-- url: the address, tidied; a handle as written
-- service: linkedin, github, mastodon, skype, …
-- handle: the name there
-- linkedin_slug: of a LinkedIn profile: linkedin.com/in/SLUG
-- label: home, work, … as far as sources say
-- sources: how many sources give it
-- provenance: the records that give it, each with its own spelling (raw) and label
-- is_preferred: whether it is the one to use
-- preferred_because: why it is preferred: the rule of survivorship that decided (null where it is not)
select
    person_id,
    kind,
    url,
    service,
    handle,
    linkedin_slug,
    label,
    sources,
    provenance,
    is_preferred,
    preferred_because
from person_url_frame
order by person_id asc, kind asc, is_preferred desc, url asc
