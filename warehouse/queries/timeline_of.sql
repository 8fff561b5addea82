-- One row per thing that happened between the owner and the person, the latest first; a day's messages in a
-- conversation are one.
with theirs as (
    select distinct interaction_id
    from interaction_participant
    where
        owner = getvariable('owner')
        and person_id = getvariable('person_id')
        and not is_owner
        and response is distinct from 'declined'
)

select
    interaction.started_on,
    interaction.channel,
    case
        when min(interaction.direction) = max(interaction.direction) then min(interaction.direction) else 'mutual'
    end as direction,
    max(interaction.title) as title,
    max(interaction.group_size) as group_size,
    count(*) as interactions
from interaction
semi join theirs on interaction.interaction_id = theirs.interaction_id
where
    interaction.owner = getvariable('owner')
    and interaction.started_on <= getvariable('as_of')
    and interaction.direction <> 'observed'
    and interaction.rule <> 'not_listed'
group by
    interaction.started_on, interaction.channel, coalesce(interaction.conversation_id, interaction.interaction_id)
order by interaction.started_on desc, max(interaction.started_at) desc nulls last, min(interaction.interaction_id) asc
limit getvariable('most')
