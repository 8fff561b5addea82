-- One row per id that the source has changed, in its order, where that can concern a known record.
with known as (
    select given_id
    from raw_contact
    where source = getvariable('source')
    union all
    select new_id as given_id
    from renamed_record
)

select
    old_id,
    new_id
from renamed_record
where old_id <> new_id and old_id in (select given_id from known)
order by rowid
