-- One row per owner and person of whom anything is known: how they met.
-- owner: whose acquaintance it is
-- person_id: the person
-- met_on: the day of the event, or of the first trace (null where only your word says how you know them)
-- kind: interaction (the first one), event_before_connection or event_before_card (what you had been to in the 14 days
-- before), connection (on LinkedIn), card (in an address book) or said (by you)
-- title: what the event was called, or what you say
-- interaction_id: that event, or the first interaction
-- days_before: days from the event to the connection or the card
-- confidence: how sure it is, 0 to 1
-- text: the same in a sentence
select
    owner,
    person_id,
    met_on,
    kind,
    title,
    interaction_id,
    days_before,
    confidence,
    text
from how_we_met_frame
order by owner, person_id
