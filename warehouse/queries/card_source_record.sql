select
    source,
    record_id,
    file,
    position,
    updated_at,
    loaded_at
from source_record
where person_id = getvariable('person_id')
order by source, record_id
