-- One row per context in which the owner knows the person, what says most first; then those that they said aren't so.
select
    min(context) as context,
    any_value(sphere) as sphere,
    false as is_denied,
    list(distinct kind order by kind) as kinds,
    sum(interactions)::integer as interactions,
    max(last_on) as last_on,
    bool_or(kind = 'said') as is_said,
    sum(weight) as weight
from context
where owner = getvariable('owner') and person_id = getvariable('person_id')
group by lower(context)
union all
select
    context,
    sphere,
    is_denied,
    ['said'] as kinds,
    0 as interactions,
    null as last_on,
    true as is_said,
    0 as weight
from context_said
where owner = getvariable('owner') and person_id = getvariable('person_id') and is_denied
order by is_denied asc, is_said desc, weight desc, context asc
