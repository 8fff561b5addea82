-- One row per distinct record of `incoming`: the record of `held` it is a version of, and what is to be done with it.
-- A version is known by its content, else by its name and file, else by its name, else by its id alone.
-- New ones that share an id are numbered; so is an id that ends in a number already, lest it be taken for one of those.
with variant as (
    select
        given_id,
        content_hash,
        min(incoming.seq) as seq,
        arg_min(raw_name, seq) as raw_name,
        arg_min(file, seq) as file,
        arg_min(updated, seq) as updated
    from incoming
    group by given_id, content_hash
),

latest as (
    select
        record_id,
        given_id,
        base_id,
        raw_name,
        content_hash,
        file,
        updated,
        valid_to is null as is_current
    from held
    qualify row_number() over (partition by record_id order by run_id desc, valid_to desc nulls first) = 1
),

known as (
    select
        *,
        row_number() over (order by is_current desc, length(record_id) asc, record_id asc) as place
    from latest
),

by_content as (
    select
        variant.seq,
        known.record_id
    from variant
    inner join known on variant.given_id = known.given_id and variant.content_hash = known.content_hash
    qualify row_number() over (partition by variant.seq order by known.place) = 1
),

variants_by_place as (
    select
        seq,
        given_id,
        raw_name,
        file,
        row_number() over (partition by given_id, raw_name, file order by seq) as number
    from variant
    where seq not in (select seq from by_content)
),

records_by_place as (
    select
        record_id,
        given_id,
        raw_name,
        file,
        row_number() over (partition by given_id, raw_name, file order by place) as number
    from known
    where record_id not in (select record_id from by_content)
),

by_place as (
    select
        seq,
        record_id
    from by_content
    union all
    select
        variants_by_place.seq,
        records_by_place.record_id
    from variants_by_place
    inner join records_by_place
        on
            variants_by_place.given_id = records_by_place.given_id
            and variants_by_place.raw_name = records_by_place.raw_name
            and variants_by_place.file = records_by_place.file
            and variants_by_place.number = records_by_place.number
),

variants_by_name as (
    select
        seq,
        given_id,
        raw_name,
        row_number() over (partition by given_id, raw_name order by seq) as number
    from variant
    where seq not in (select seq from by_place)
),

records_by_name as (
    select
        record_id,
        given_id,
        raw_name,
        row_number() over (partition by given_id, raw_name order by place) as number
    from known
    where record_id not in (select record_id from by_place)
),

by_name as (
    select
        seq,
        record_id
    from by_place
    union all
    select
        variants_by_name.seq,
        records_by_name.record_id
    from variants_by_name
    inner join records_by_name
        on
            variants_by_name.given_id = records_by_name.given_id
            and variants_by_name.raw_name = records_by_name.raw_name
            and variants_by_name.number = records_by_name.number
),

variants_by_id as (
    select
        seq,
        given_id,
        row_number() over (partition by given_id order by seq) as number
    from variant
    where seq not in (select seq from by_name)
),

records_by_id as (
    select
        record_id,
        given_id,
        row_number() over (partition by given_id order by place) as number
    from known
    where record_id not in (select record_id from by_name)
),

by_id as (
    select
        seq,
        record_id
    from by_name
    union all
    select
        variants_by_id.seq,
        records_by_id.record_id
    from variants_by_id
    inner join records_by_id
        on
            variants_by_id.given_id = records_by_id.given_id
            and variants_by_id.number = records_by_id.number
),

name_of_id as (
    select
        given_id,
        raw_name
    from variant
    union all
    select
        given_id,
        raw_name
    from known
),

id_use as (
    select
        given_id,
        min(raw_name) <> max(raw_name) as is_shared
    from name_of_id
    group by given_id
),

fresh as (
    select
        variant.seq,
        variant.given_id || case when id_use.is_shared then '#' || variant.raw_name else '' end as base_id
    from variant
    inner join id_use on variant.given_id = id_use.given_id
    where seq not in (select seq from by_id)
),

taken as (
    select
        base_id,
        max(coalesce(try_cast(substring(record_id, length(base_id) + 2) as bigint), 1)) as number
    from known
    group by base_id
),

numbered as (
    select
        fresh.seq,
        fresh.base_id,
        row_number() over (partition by fresh.base_id order by fresh.seq) + coalesce(taken.number, 0) as number
    from fresh
    left join taken on fresh.base_id = taken.base_id
)

select
    variant.seq,
    known.record_id,
    known.base_id,
    case
        when known.is_current and variant.content_hash = known.content_hash then 'unchanged'
        when
            known.is_current
            and length(variant.updated) = length(known.updated)
            and variant.updated < known.updated then 'older'
        else 'changed'
    end as outcome
from variant
inner join by_id on variant.seq = by_id.seq
inner join known on by_id.record_id = known.record_id
union all
select
    seq,
    base_id || case when number > 1 or regexp_matches(base_id, '~[0-9]+$') then '~' || number else '' end as record_id,
    base_id,
    'new' as outcome
from numbered
