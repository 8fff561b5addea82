-- One row per owner, person and day with an interaction, past or planned: what was so from that day until the next; and
-- one for the time before the first. As of a day is the row with on_day <= day < until_day.
-- owner: whose relationship it is
-- person_id: the person
-- on_day: the day from which it is so; 0001-01-01 in the row before the first interaction
-- until_day: the day of the next row, 9999-12-31 in the last
-- interactions_of_day: interactions on that day
-- interactions: interactions up to then
-- meetings: meetings in groups small enough to have met, and what you logged, up to then
-- sent: what you sent up to then: mail, messages, invitations
-- received: what they sent up to then
-- last_channel: how the last interaction came about
-- last_title: what the last meeting was called
-- last_met_on: when you last met
-- last_sent_on: when you last wrote
-- last_received_on: when they last wrote
-- last_contact_on: the last contact: the later of the last that was mutual, and the earlier of last sent and received
-- moved_on: the day on which last_contact_on came to be so
-- active_since: since when the last contact has never been longer ago than an active relationship's may be
-- usual_gap_days: the usual number of days between contacts: the median of the last 20 gaps, drawn to the expected one
--     where few are known; a week at least
-- depth: what all interactions up to then are worth, whenever they were
-- next_on: the next meeting
-- next_title: what the next meeting is called
select
    owner,
    person_id,
    on_day,
    until_day,
    interactions_of_day,
    interactions,
    meetings,
    sent,
    received,
    last_channel,
    last_title,
    last_met_on,
    last_sent_on,
    last_received_on,
    last_contact_on,
    moved_on,
    active_since,
    usual_gap_days,
    depth,
    next_on,
    next_title
from contact_day_frame
