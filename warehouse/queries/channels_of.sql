-- One row per channel and direction of what happened between the owner and the person.
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
    interaction.channel,
    interaction.direction,
    count(*) as interactions,
    min(interaction.started_on) as first_on,
    max(interaction.started_on) as last_on
from interaction
semi join theirs on interaction.interaction_id = theirs.interaction_id
where
    interaction.owner = getvariable('owner')
    and interaction.started_on <= getvariable('as_of')
    and interaction.direction <> 'observed'
    and interaction.rule <> 'not_listed'
group by interaction.channel, interaction.direction
order by interactions desc, interaction.channel asc, interaction.direction asc
