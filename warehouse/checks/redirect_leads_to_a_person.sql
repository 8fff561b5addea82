-- Old ids that lead to nobody, or that somebody has again.
select person_redirect.old_person_id
from person_redirect
left join person as led_to on person_redirect.person_id = led_to.person_id
left join person as living on person_redirect.old_person_id = living.person_id
where led_to.person_id is null or living.person_id is not null
