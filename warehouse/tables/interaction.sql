-- One row per interaction and owner: a meeting, a message, an invitation, …, once each.
-- interaction_id: a key, made of what the source calls it
-- owner: whose ledger it stands in
-- channel: meeting, email, linkedin_message, linkedin_invitation, linkedin_endorsement,
-- linkedin_recommendation, linkedin_connection or log (kith log)
-- direction: mutual (a meeting), sent, received, or observed (between others)
-- started_at: when it began (UTC; null where only the day is known)
-- started_on: the day, where you were; in the future for what is planned
-- ended_at: when it ended (UTC; null where that is not known)
-- ended_on: the last day: that of started_on but for what takes several days
-- duration_minutes: how long it took
-- is_all_day: whether it took whole days
-- title: what it was called in the calendar, or by you (of mail null unless a setting asks for subjects)
-- location: where it was
-- categories: what the calendar files it under
-- group_size: how many people, you included (null: too many to know)
-- series_id: the same for all occurrences of a recurring event (null for what happens once)
-- conversation_id: the same for all messages of a thread
-- weight: what it says of closeness to each of the others, before their answer
-- rule: which rule gave the weight: see interaction_rule
-- recency: met, seen_together or none: whether it moves the day of the last contact
-- source: the source of the copy that was kept
-- record_id: that copy
-- copies: how many copies there are, on several calendars or in several mailboxes
select
    interaction_id,
    owner,
    channel,
    direction,
    started_at,
    started_on,
    ended_at,
    ended_on,
    duration_minutes,
    is_all_day,
    title,
    location,
    categories,
    group_size,
    series_id,
    conversation_id,
    weight,
    rule,
    recency,
    source,
    record_id,
    copies
from interaction_frame
