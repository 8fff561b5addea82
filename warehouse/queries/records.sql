-- One row per record of the person `person_id`: where it is from, and the names, addresses, numbers and jobs in it.
with said as (
    select
        'name' as kind,
        full_name as said,
        provenance
    from person_name
    where person_id = getvariable('person_id') and kind = 'main'
    union all
    select
        'email' as kind,
        address as said,
        provenance
    from person_email
    where person_id = getvariable('person_id')
    union all
    select
        'phone' as kind,
        number as said,
        provenance
    from person_phone
    where person_id = getvariable('person_id')
    union all
    select
        'organisation' as kind,
        coalesce(organisation, title) as said,
        provenance
    from affiliation
    where person_id = getvariable('person_id')
),

given as (
    select
        kind,
        said,
        unnest(provenance) as origin
    from said
),

gathered as (
    select
        origin.source,
        origin.record_id,
        list(distinct said order by said) filter (where kind = 'name') as full_names,
        list(distinct said order by said) filter (where kind = 'email') as emails,
        list(distinct said order by said) filter (where kind = 'phone') as phones,
        list(distinct said order by said) filter (where kind = 'organisation') as organisations
    from given
    group by origin.source, origin.record_id
)

select
    source_record.source,
    source_record.record_id,
    source_record.file,
    source_record.position,
    coalesce(gathered.full_names, []) as full_names,
    coalesce(gathered.emails, []) as emails,
    coalesce(gathered.phones, []) as phones,
    coalesce(gathered.organisations, []) as organisations
from source_record
left join gathered
    on source_record.source = gathered.source and source_record.record_id = gathered.record_id
where source_record.person_id = getvariable('person_id')
order by source_record.source, source_record.record_id
