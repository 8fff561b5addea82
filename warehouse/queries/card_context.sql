-- A context once, though both a label and a group may say it.
select
    min(context) as context,
    string_agg(distinct kind, ', ' order by kind) as kind,
    list_distinct(flatten(list(list_transform(evidence, lambda origin: origin.source)))) as sources
from context
where person_id = getvariable('person_id')
group by lower(context)
order by min(context)
