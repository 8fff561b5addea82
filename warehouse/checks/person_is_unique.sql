-- People who stand in the table twice.
select person_id
from person
group by person_id
having count(*) > 1
