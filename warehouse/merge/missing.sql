-- One row per current record that a complete export lacks.
select record_id
from raw_contact
where
    source = getvariable('source')
    and valid_to is null
    and record_id not in (
        select record_id from outcome
    )
