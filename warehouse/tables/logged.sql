-- One row per thing that you did with people and logged by hand (kith log).
-- logged_id: its number, for kith log --remove
-- owner: whose word it is
-- happened_on: the day
-- text: what it was, in your words
-- person_ids: the people who were there
-- said_at: when it was logged (UTC)
select
    logged_id,
    owner,
    happened_on,
    text,
    person_ids,
    said_at
from logged_frame
order by logged_id
