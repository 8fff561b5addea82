select
    context,
    kind,
    list_distinct(list_transform(evidence, lambda origin: origin.source)) as sources
from context
where person_id = getvariable('person_id')
order by context, kind
