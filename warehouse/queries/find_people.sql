-- One row per person that somebody may mean by the variable `who`: an id, also an old one, a record as
-- SOURCE/RECORD_ID, an e-mail address, a phone number or a name: the whole of it before whole words, those before the
-- beginnings of words, and these before what stands within.
with asked as (
    select
        lower(trim(getvariable('who'))) as whole,
        ltrim(regexp_replace(replace(getvariable('who'), '(0)', ''), '[^0-9]', '', 'g'), '0') as digits,
        regexp_full_match(trim(getvariable('who')), '[-+0-9 ()./]{5,}') as is_number
),

by_id as (
    select
        person.person_id,
        0 as closeness
    from person, asked
    where person.person_id = asked.whole
    union
    select
        person_redirect.person_id,
        0 as closeness
    from person_redirect, asked
    where person_redirect.old_person_id = asked.whole
),

by_record as (
    select
        person_id,
        0 as closeness
    from source_record
    where source || '/' || record_id = trim(getvariable('who'))
),

by_email as (
    select
        person_email.person_id,
        1 as closeness
    from person_email, asked
    where lower(person_email.address) = asked.whole
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

written as (
    select
        person_id,
        unnest([full_name, latin_name, concat_ws(' ', full_name, latin_name)]) as name
    from person_name
    where kind <> 'file_as'
    union
    select
        person_id,
        full_name as name
    from person
    union
    select
        null as person_id,
        whole as name
    from asked
),

-- As people type: no accents, ss for ß, o for ø, no apostrophes, single blanks.
unaccented as (
    select
        person_id,
        translate(strip_accents(lower(name)), 'øłđðı''’', 'olddi') as name
    from written
),

typed as (
    select
        person_id,
        trim(
            regexp_replace(replace(replace(replace(name, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), '\s+', ' ', 'g')
        ) as name
    from unaccented
),

words as (
    select
        name,
        string_split(name, ' ') as each_word
    from typed
    where person_id is null and name <> ''
),

by_name as (
    select
        typed.person_id,
        min(
            case
                when typed.name = words.name then 2
                when
                    list_bool_and(
                        list_transform(
                            words.each_word,
                            lambda word: contains(
                                ' ' || replace(typed.name, '-', ' ') || ' ', ' ' || replace(word, '-', ' ') || ' '
                            )
                        )
                    ) then 3
                when
                    list_bool_and(
                        list_transform(
                            words.each_word,
                            lambda word: contains(' ' || replace(typed.name, '-', ' '), ' ' || replace(word, '-', ' '))
                        )
                    ) then 4
                else 5
            end
        ) as closeness
    from typed, words
    where
        typed.person_id is not null
        and list_bool_and(list_transform(words.each_word, lambda word: contains(typed.name, word)))
    group by typed.person_id
),

found as (
    select * from by_id
    union all
    select * from by_record
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
    person.city,
    person.is_owner
from closest
inner join person on closest.person_id = person.person_id
where closest.closeness = (select min(found.closeness) from found)
order by person.full_name, person.person_id
