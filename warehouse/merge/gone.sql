-- One row per current record that the source no longer holds: it says so, or its export is complete and lacks it.
select record_id
from held
where
    valid_to is null
    and record_id not in (select record_id from outcome)
    and (getvariable('is_complete') or given_id in (select given_id from gone_record))
