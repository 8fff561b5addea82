-- One row where the owner said how often to write to the person: after how many days (null: never), and when said.
select
    days,
    said_at
from cadence
where owner = getvariable('owner') and person_id = getvariable('person_id')
