select
    url,
    kind as label,
    is_preferred,
    preferred_because,
    list_distinct(list_transform(provenance, lambda origin: origin.source)) as sources
from person_url
where person_id = getvariable('person_id')
order by kind asc, is_preferred desc, url asc
