-- One row where the variable `who` is an id that is in use no more: who has its records.
select person_id
from person_redirect
where old_person_id = lower(trim(getvariable('who')))
