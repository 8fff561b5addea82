-- Participants of no interaction, or who are somebody that doesn't exist.
select
    interaction_participant.interaction_id,
    interaction_participant.person_id
from interaction_participant
left join interaction on interaction_participant.interaction_id = interaction.interaction_id
left join person on interaction_participant.person_id = person.person_id
where
    interaction.interaction_id is null
    or (interaction_participant.person_id is not null and person.person_id is null)
