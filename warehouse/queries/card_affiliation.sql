select
    organisation,
    coalesce(title, role) as title,
    department,
    started_on,
    ended_on,
    is_preferred,
    preferred_because,
    list_distinct(list_transform(provenance, lambda origin: origin.source)) as sources
from affiliation
where person_id = getvariable('person_id')
order by is_preferred desc, organisation asc, affiliation.title asc
