-- Records keep their history when the source gives them another id, unless something else has that id already.
update raw_contact
set
    record_id = getvariable('new_id') || case
        when record_id = given_id and regexp_matches(getvariable('new_id'), '~[0-9]+$') then '~1'
        else substring(record_id, length(given_id) + 1)
    end,
    base_id = getvariable('new_id') || substring(base_id, length(given_id) + 1),
    given_id = getvariable('new_id')
where
    source = getvariable('source')
    and given_id = getvariable('old_id')
    and getvariable('new_id') not in (
        select given_id from raw_contact
        where source = getvariable('source')
    )
