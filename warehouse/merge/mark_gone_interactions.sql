-- Ends the current version of every interaction that the source no longer holds.
update raw_interaction
set valid_to = getvariable('now')
where
    source = getvariable('source')
    and valid_to is null
    and record_id in (select record_id from gone_interactions)
