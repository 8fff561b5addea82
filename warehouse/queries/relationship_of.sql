-- One row: what the owner and the person are to each other; none where the person is the owner.
select * -- noqa: AM04
from relationship_at(getvariable('as_of'))
where owner = getvariable('owner') and person_id = getvariable('person_id')
