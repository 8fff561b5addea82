-- One row per owner, person and stream: a recurring event, or all else of one channel and direction.
-- owner: whose relationship it is
-- person_id: the person
-- stream: its number in this warehouse
-- what: what it is called: the title of a recurring event, or the kind of contact
-- channel: meeting, email, linkedin_message, linkedin_invitation, linkedin_endorsement, linkedin_recommendation,
--     linkedin_connection or log
-- direction: mutual, sent or received
-- is_series: whether it is a recurring event
-- first_on: the day of its first interaction, past or planned
select
    owner,
    person_id,
    stream,
    what,
    channel,
    direction,
    is_series,
    first_on
from closeness_stream_frame
