-- Relationships whose reasons don't add up to their strength, or whose depth isn't that of their streams.
with reasons as (
    select
        owner,
        person_id,
        sum(points) as points,
        sum(depth_points) as depth_points,
        sum(interactions) as interactions
    from relationship_why
    group by owner, person_id
)

select
    relationship.owner,
    relationship.person_id
from relationship
left join reasons on relationship.owner = reasons.owner and relationship.person_id = reasons.person_id
where
    abs(relationship.strength_raw - coalesce(reasons.points, 0)) > 1e-6
    or abs(
        relationship.strength_raw
        - coalesce(list_sum(list_transform(relationship.why, lambda reason: reason['points'])), 0)
    ) > 1e-6
    or abs(relationship.depth_raw - coalesce(reasons.depth_points, 0)) > 1e-6
    or relationship.interactions <> coalesce(reasons.interactions, 0)
