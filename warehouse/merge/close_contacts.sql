-- Ends the current version of every record that a newer one replaces.
update raw_contact
set valid_to = getvariable('now')
where
    source = getvariable('source')
    and valid_to is null
    and record_id in (
        select record_id from outcome_of_contacts
        where outcome = 'changed'
    )
