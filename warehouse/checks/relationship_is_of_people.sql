-- Counterparts that are no people, that stand twice, or of whom nothing is said as of today.
select
    counterpart.owner,
    counterpart.person_id
from counterpart
left join person on counterpart.person_id = person.person_id
left join contact_day
    on
        counterpart.owner = contact_day.owner and counterpart.person_id = contact_day.person_id
        and contact_day.on_day <= current_date and contact_day.until_day > current_date
group by counterpart.owner, counterpart.person_id
having count(*) > 1 or count(person.person_id) = 0 or count(contact_day.person_id) = 0
