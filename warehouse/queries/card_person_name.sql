select
    kind,
    full_name,
    latin_name,
    is_preferred,
    preferred_because,
    list_distinct(list_transform(provenance, lambda origin: origin.source)) as sources
from person_name
where person_id = getvariable('person_id')
order by kind asc, is_preferred desc, full_name asc
