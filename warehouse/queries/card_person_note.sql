select
    note,
    list_distinct(list_transform(provenance, lambda origin: origin.source)) as sources
from person_note
where person_id = getvariable('person_id')
order by note
