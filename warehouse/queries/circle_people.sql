-- One row per person of a context or circle of the owner's, the closest first, who never answered after who did.
with members as (
    select
        person_id,
        string_agg(distinct kind, ', ' order by kind) as known_by,
        false as is_tied
    from context
    where owner = getvariable('owner') and lower(context) = getvariable('concept')
    group by person_id
    union all
    select
        circle_member.person_id,
        null as known_by,
        true as is_tied
    from circle
    inner join circle_member on circle.circle_id = circle_member.circle_id
    where circle.owner = getvariable('owner') and lower(circle.name) = getvariable('concept')
),

people as (
    select
        person_id,
        max(known_by) as known_by,
        bool_or(is_tied) as is_tied
    from members
    group by person_id
)

select
    people.person_id,
    relationship.full_name,
    people.known_by,
    people.is_tied,
    relationship.state,
    relationship.last_contact_on,
    relationship.days_since,
    relationship.sent,
    relationship.received,
    relationship.strength,
    person.organisation,
    person.email,
    person.phone
from people
inner join relationship_at(getvariable('as_of')) as relationship
    on people.person_id = relationship.person_id and relationship.owner = getvariable('owner')
inner join person on people.person_id = person.person_id
order by
    relationship.last_contact_on is null asc,
    relationship.strength_raw desc,
    relationship.full_name asc,
    people.person_id asc
limit getvariable('most')
