select
    number,
    extension,
    phone_kind as label,
    is_preferred,
    preferred_because,
    list_distinct(list_transform(provenance, lambda origin: origin.source)) as sources
from person_phone
where person_id = getvariable('person_id')
order by is_preferred desc, number asc
