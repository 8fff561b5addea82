select * -- noqa: AM04
from person
where person_id = getvariable('person_id')
