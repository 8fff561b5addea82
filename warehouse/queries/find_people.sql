-- One row per person that somebody may mean by the variable `who`: an id, an e-mail address, a phone number or a name.
with asked as (
    select
        lower(trim(getvariable('who'))) as whole,
        string_split(strip_accents(lower(trim(getvariable('who')))), ' ') as words,
        ltrim(regexp_replace(getvariable('who'), '[^0-9]', '', 'g'), '0') as digits,
        regexp_full_match(trim(getvariable('who')), '[-+0-9 ()./]{5,}') as is_number
),

by_id as (
    select
        person.person_id,
        0 as closeness
    from person, asked
    where person.person_id = asked.whole
),

by_email as (
    select
        person_email.person_id,
        1 as closeness
    from person_email, asked
    where person_email.address = asked.whole
),

by_phone as (
    select
        person_phone.person_id,
        1 as closeness
    from person_phone, asked
    where
        asked.is_number
        and length(asked.digits) >= 5
        and suffix(regexp_replace(person_phone.number, '[^0-9]', '', 'g'), asked.digits)
),

names as (
    select
        person_id,
        strip_accents(lower(concat_ws(' ', full_name, latin_name))) as said,
        strip_accents(lower(full_name)) as full_name,
        strip_accents(lower(latin_name)) as latin_name
    from person_name
    where kind <> 'file_as'
    union all
    select
        person_id,
        strip_accents(lower(full_name)) as said,
        strip_accents(lower(full_name)) as full_name,
        null as latin_name
    from person
),

by_name as (
    select
        names.person_id,
        min(
            case
                when array_to_string(asked.words, ' ') in (names.full_name, names.latin_name) then 2
                else 3
            end
        ) as closeness
    from names, asked
    where list_bool_and(list_transform(asked.words, lambda word: contains(names.said, word)))
    group by names.person_id
),

found as (
    select * from by_id
    union all
    select * from by_email
    union all
    select * from by_phone
    union all
    select * from by_name
),

closest as (
    select
        person_id,
        min(closeness) as closeness
    from found
    group by person_id
)

select
    person.person_id,
    person.full_name,
    person.organisation,
    person.title,
    person.email,
    person.phone,
    person.city
from closest
inner join person on closest.person_id = person.person_id
where closest.closeness = (select min(found.closeness) from found)
order by person.full_name, person.person_id
