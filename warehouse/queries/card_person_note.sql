select
    note,
    source
from person_note
where person_id = getvariable('person_id')
order by source, record_id
