-- One row per circle and person who belongs to it; nobody belongs to two of an owner’s.
-- circle_id: the circle
-- owner: whose circle it is
-- person_id: the person
-- weight: how much ties them to the others of it
select
    circle_id,
    owner,
    person_id,
    weight
from circle_member_frame
order by circle_id asc, weight desc, person_id asc
