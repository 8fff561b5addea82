-- One row per circle that the person belongs to.
select
    circle.name,
    circle.people
from circle_member
inner join circle on circle_member.circle_id = circle.circle_id
where circle.owner = getvariable('owner') and circle_member.person_id = getvariable('person_id')
order by circle.name
