-- One row per context in which the owner knows the person, and per one that they said isn't so; and what tells of it.
with found as (
    select
        lower(context.context) as concept,
        min(context.context) as context,
        null as sphere,
        false as is_denied,
        string_agg(distinct context.kind, ', ' order by context.kind) as why
    from context
    where context.person_id = getvariable('person_id')
    group by lower(context.context)
),

said as (
    select
        lower(context) as concept,
        context,
        sphere,
        is_denied,
        'you said so' as why
    from context_said
    where owner = getvariable('owner') and person_id = getvariable('person_id')
)

select
    coalesce(said.context, found.context) as context,
    coalesce(said.sphere, found.sphere) as sphere,
    coalesce(said.is_denied, false) as is_denied,
    concat_ws(', ', said.why, found.why) as why
from found
full outer join said on found.concept = said.concept
order by is_denied, context
