-- One row per interaction and participant, you included.
-- interaction_id: the interaction
-- owner: whose ledger it stands in
-- person_id: who it was (null where they are nobody you know: see unmatched_address)
-- address: the e-mail address or profile that was used
-- name: what they were called there
-- role: organiser, attendee, sender, recipient, cc, bcc or with
-- response: accepted, declined, tentative or needs_action (null where nobody was asked)
-- is_owner: whether it is you
-- weight: what it says of closeness, by their answer: 0 for you, and for whoever declined
-- is_contact: whether it moves the day of your last contact
-- is_seen: whether you saw each other in a larger group
select
    interaction_id,
    owner,
    person_id,
    address,
    name,
    role,
    response,
    is_owner,
    weight,
    is_contact,
    is_seen
from interaction_participant_frame
