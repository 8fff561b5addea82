-- One row per id of which something was said and that means somebody whom only the source `source` knows, or knew until
-- they were gone: whom.
with records as (
    select
        source,
        person_id
    from person_record
    union all
    select
        former_person_record.source,
        former_person_record.person_id
    from former_person_record
    anti join person_record on former_person_record.person_id = person_record.person_id
),

theirs as (
    select person_id
    from records
    group by person_id
    having bool_and(source = getvariable('source'))
)

select
    named.person_id,
    theirs.person_id as leads_to
from named
left join said_of on named.person_id = said_of.person_id
inner join theirs on coalesce(said_of.leads_to, named.person_id) = theirs.person_id
order by named.person_id
