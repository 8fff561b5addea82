-- One row per owner, person and stream: what closeness is made of today. The points of a person add up to the
-- strength_raw of relationship, the depth_points to its depth_raw.
select * -- noqa: AM04
-- The columns are those of the macro, whose file describes them.
from relationship_why_at(current_date)
