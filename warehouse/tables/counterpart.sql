-- One row per owner and person who isn't that owner: whom they may be in touch with, and since when they are.
-- owner: whose relationship it is
-- person_id: the person
-- first_on: the day of the first interaction, past or planned
-- first_met_on: the day on which they first met, past or planned
-- first_message_on: the day of the first message, sent or received
-- first_contact_on: the day from which contact was mutual: met, or written to and answered; past or planned
-- cadence_days: how often you said you want to be in touch
-- is_never_due: whether you said never to be reminded of them
select
    owner,
    person_id,
    first_on,
    first_met_on,
    first_message_on,
    first_contact_on,
    cadence_days,
    is_never_due
from counterpart_frame
