-- One row per context or circle of the owner's that may be meant by `asked`: those that are called so, else those in
-- whose names it stands.
with called as (
    select
        lower(context) as concept,
        context as name
    from context
    where owner = getvariable('owner')
    union all
    select
        lower(name) as concept,
        name
    from circle
    where owner = getvariable('owner')
),

ranked as (
    select
        concept,
        min(name) as name,
        strip_accents(concept) = strip_accents(lower(getvariable('asked'))) as is_whole
    from called
    where contains(strip_accents(concept), strip_accents(lower(getvariable('asked'))))
    group by concept
)

select
    name,
    concept
from ranked
where is_whole = (select max(other.is_whole) from ranked as other)
order by name
