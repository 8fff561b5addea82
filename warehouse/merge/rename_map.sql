-- One row per record that is about to get another id: its id now and then (see rename_records).
select distinct
    record_id,
    getvariable('new_id') || case
        when record_id = given_id and regexp_matches(getvariable('new_id'), '~[0-9]+$') then '~1'
        else substring(record_id, length(given_id) + 1)
    end as new_record_id
from raw_contact
where
    source = getvariable('source')
    and given_id = getvariable('old_id')
    and getvariable('new_id') not in (
        select known.given_id from raw_contact as known
        where known.source = getvariable('source')
    )
