-- One row per person of the owner's whose birthday comes within so many days; 29 February is the 28th in other years.
with dead as (
    select distinct person_id
    from person_date
    where kind = 'death'
),

born as (
    select
        *,
        make_date(
            year(getvariable('as_of')),
            birth_month,
            least(birth_day, day(last_day(make_date(year(getvariable('as_of')), birth_month, 1))))
        ) as this_year_on,
        make_date(
            year(getvariable('as_of')) + 1,
            birth_month,
            least(birth_day, day(last_day(make_date(year(getvariable('as_of')) + 1, birth_month, 1))))
        ) as next_year_on
    from person
    anti join dead on person.person_id = dead.person_id
    where
        birth_month is not null
        and birth_day is not null
        and not is_owner
        and list_contains(owners, getvariable('owner'))
),

coming as (
    select
        *,
        case when this_year_on >= getvariable('as_of') then this_year_on else next_year_on end as next_on
    from born
)

select
    person_id,
    full_name,
    birthday,
    next_on,
    next_on - getvariable('as_of') as in_days,
    nullif(greatest(year(next_on) - birth_year, 0), 0) as turns,
    email,
    phone
from coming
where next_on <= getvariable('as_of') + getvariable('within')
order by next_on, full_name, person_id
limit getvariable('most')
