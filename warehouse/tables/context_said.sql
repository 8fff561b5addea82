-- One row per owner, person and context of which you said that it is so, or isn't (kith context).
-- owner: whose word it is
-- person_id: the person
-- context: what it is called
-- is_denied: whether you said that it isn't so
-- sphere: professional or personal, where you said which
-- said_at: when you said so (UTC)
select
    owner,
    person_id,
    context,
    is_denied,
    sphere,
    said_at
from context_said_frame
order by owner, person_id, context
