select
    (
        select count(*) from raw_contact
        where source = getvariable('source') and valid_to is null
    )
    + (
        select count(*) from raw_interaction
        where source = getvariable('source') and valid_to is null
    ) as records
