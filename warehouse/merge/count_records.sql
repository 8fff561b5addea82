-- One row: how many records a source ever held.
select
    (
        select count(distinct record_id) from raw_contact
        where source = getvariable('source')
    )
    + (
        select count(distinct record_id) from raw_interaction
        where source = getvariable('source')
    ) as records
