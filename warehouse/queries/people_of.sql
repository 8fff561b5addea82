-- One row per person who has one of the records of the variables `sources` and `record_ids` (lists, in step).
with asked as (
    select
        unnest(getvariable('sources')) as source,
        unnest(getvariable('record_ids')) as record_id
),

meant as (
    select distinct source_record.person_id
    from source_record
    inner join asked
        on source_record.source = asked.source and source_record.record_id = asked.record_id
)

select
    person.person_id,
    person.full_name,
    person.organisation,
    person.email,
    person.phone,
    count(*) as records
from meant
inner join person on meant.person_id = person.person_id
inner join source_record on person.person_id = source_record.person_id
group by person.person_id, person.full_name, person.organisation, person.email, person.phone
order by person.full_name, person.person_id
