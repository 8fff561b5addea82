-- Participants who count as met though they declined, are the owner, or took part in what moves nothing.
select
    interaction_participant.interaction_id,
    interaction_participant.person_id
from interaction_participant
inner join interaction on interaction_participant.interaction_id = interaction.interaction_id
where
    interaction_participant.is_contact
    and (
        interaction_participant.is_owner
        or interaction_participant.response = 'declined'
        or interaction.recency <> 'met'
        or interaction_participant.weight <= 0
    )
