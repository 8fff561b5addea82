-- Contexts that nothing says, that are somebody's own, or of which one and the same kind stands twice.
select
    context.person_id,
    context.context
from context
left join interaction_participant as own
    on
        context.owner = own.owner
        and context.person_id = own.person_id
        and own.is_owner
where len(context.evidence) = 0 or context.weight < 0 or own.person_id is not null
union
select
    person_id,
    context
from context
group by person_id, owner, context, kind
having count(*) > 1
