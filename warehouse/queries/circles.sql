-- One row per context in which the owner knows people, and per circle of people who know each other; both at once where
-- they are called alike. The closest come first; who never answered isn't close, however often you wrote.
with belonging as (
    select
        lower(context) as concept,
        context as name,
        person_id,
        sphere,
        false as is_tied
    from context
    where owner = getvariable('owner')
    union all
    select
        lower(circle.name) as concept,
        circle.name,
        circle_member.person_id,
        null as sphere,
        true as is_tied
    from circle
    inner join circle_member on circle.circle_id = circle_member.circle_id
    where circle.owner = getvariable('owner')
),

members as (
    select
        concept,
        person_id,
        min(name) as name,
        min(sphere) as sphere,
        bool_or(is_tied) as is_tied
    from belonging
    group by concept, person_id
),

related as (
    select
        person_id,
        full_name,
        strength_raw,
        last_contact_on
    from relationship_at(getvariable('as_of'))
    where owner = getvariable('owner')
)

select
    min(members.name) as name,
    mode(members.sphere) as sphere,
    count(*) as people,
    count(*) filter (where members.is_tied) as tied,
    list(
        related.full_name
        order by related.last_contact_on is null asc, related.strength_raw desc, related.full_name asc
    )[:3] as strongest,
    max(related.last_contact_on) as last_contact_on,
    getvariable('as_of') - max(related.last_contact_on) as days_since
from members
inner join related on members.person_id = related.person_id
group by members.concept
order by
    coalesce(sum(related.strength_raw) filter (where related.last_contact_on is not null), 0) desc,
    people desc,
    name asc
limit getvariable('most')
