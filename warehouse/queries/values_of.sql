-- One row per value and record of the variables `sources` and `record_ids` (lists, in step) that gives it.
with asked as (
    select
        unnest(getvariable('sources')) as source,
        unnest(getvariable('record_ids')) as record_id
),

meant as (
    select
        source_record.person_id,
        source_record.source,
        source_record.record_id
    from source_record
    inner join asked
        on source_record.source = asked.source and source_record.record_id = asked.record_id
),

said as (
    select
        person_id,
        1 as place,
        'name' as kind,
        full_name as said,
        is_preferred,
        list_transform(
            provenance, lambda each: struct_pack(source := each.source, record_id := each.record_id)
        ) as origins
    from person_name
    union all
    select
        person_id,
        2 as place,
        'work' as kind,
        concat_ws(', ', title, department, organisation) as said,
        is_preferred,
        list_transform(
            provenance, lambda each: struct_pack(source := each.source, record_id := each.record_id)
        ) as origins
    from affiliation
    union all
    select
        person_id,
        3 as place,
        'email' as kind,
        address as said,
        is_preferred,
        list_transform(
            provenance, lambda each: struct_pack(source := each.source, record_id := each.record_id)
        ) as origins
    from person_email
    union all
    select
        person_id,
        4 as place,
        'phone' as kind,
        concat_ws(' ext. ', number, extension) as said,
        is_preferred,
        list_transform(
            provenance, lambda each: struct_pack(source := each.source, record_id := each.record_id)
        ) as origins
    from person_phone
    union all
    select
        person_id,
        5 as place,
        'address' as kind,
        replace(formatted, chr(10), ', ') as said,
        is_preferred,
        list_transform(
            provenance, lambda each: struct_pack(source := each.source, record_id := each.record_id)
        ) as origins
    from person_address
    union all
    select
        person_id,
        6 as place,
        'web' as kind,
        url as said,
        is_preferred,
        list_transform(
            provenance, lambda each: struct_pack(source := each.source, record_id := each.record_id)
        ) as origins
    from person_url
    union all
    select
        person_id,
        7 as place,
        'birthday' as kind,
        iso as said,
        is_preferred,
        list_transform(
            provenance, lambda each: struct_pack(source := each.source, record_id := each.record_id)
        ) as origins
    from person_date
    where kind = 'birthday'
    union all
    select
        person_id,
        8 as place,
        'date' as kind,
        concat_ws(' ', kind, iso) as said,
        is_preferred,
        list_transform(
            provenance, lambda each: struct_pack(source := each.source, record_id := each.record_id)
        ) as origins
    from person_date
    where kind <> 'birthday'
    union all
    select
        person_id,
        9 as place,
        'context' as kind,
        context as said,
        false as is_preferred,
        list_transform(
            evidence, lambda each: struct_pack(source := each.source, record_id := each.record_id)
        ) as origins
    from context
    union all
    select
        person_id,
        10 as place,
        'relation' as kind,
        concat_ws(' ', relation, value) as said,
        false as is_preferred,
        list_transform(
            provenance, lambda each: struct_pack(source := each.source, record_id := each.record_id)
        ) as origins
    from person_relation
    union all
    select
        person_id,
        11 as place,
        'note' as kind,
        note as said,
        false as is_preferred,
        list_transform(
            provenance, lambda each: struct_pack(source := each.source, record_id := each.record_id)
        ) as origins
    from person_note
),

given as (
    select
        person_id,
        place,
        kind,
        said,
        is_preferred,
        unnest(origins) as origin
    from said
    where person_id in (select meant.person_id from meant)
)

select distinct
    given.place,
    given.kind,
    given.said,
    given.is_preferred,
    meant.source,
    meant.record_id
from given
inner join meant
    on
        given.person_id = meant.person_id
        and given.origin.source = meant.source
        and given.origin.record_id = meant.record_id
order by
    given.place asc,
    given.is_preferred desc,
    given.said asc,
    meant.source asc,
    meant.record_id asc
