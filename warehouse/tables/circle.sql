-- One row per circle: people who know each other, found in the ties between them.
-- circle_id: made of owner and name
-- owner: whose circle it is
-- name: what most of its members share, else their names; no other circle of yours is called so
-- named_by: context, shared (an event or organisation that ties them) or members
-- people: how many belong to it
-- ties: how many ties there are between them
-- weight: how much these weigh
-- first_on: the first interaction of two of them, or since when, where known
-- last_on: the last interaction of two of them, or until when, where known
select
    circle_id,
    owner,
    name,
    named_by,
    people,
    ties,
    weight,
    first_on,
    last_on
from circle_frame
order by owner, name
