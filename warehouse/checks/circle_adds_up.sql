-- Circles whose members aren't as many as they say, that share a name, or whose members are in two or in none.
select
    circle.circle_id,
    circle.name
from circle
left join circle_member on circle.circle_id = circle_member.circle_id
group by circle.circle_id, circle.name, circle.people
having count(distinct circle_member.person_id) <> circle.people or circle.people < 3
union
select
    min(circle_id) as circle_id,
    name
from circle
group by owner, name
having count(*) > 1
union
select
    min(circle_member.circle_id) as circle_id,
    min(circle_member.person_id) as name
from circle_member
left join circle on circle_member.circle_id = circle.circle_id
left join person on circle_member.person_id = person.person_id
group by circle_member.owner, circle_member.person_id
having count(*) > 1 or bool_or(circle.circle_id is null or person.person_id is null)
