-- One row per person to be in touch with again: first those of whom you said how often, then the closest. Who
-- never answered isn't close, however often you wrote.
select
    relationship.person_id,
    relationship.full_name,
    relationship.state,
    relationship.last_contact_on,
    relationship.days_since,
    relationship.sent,
    relationship.received,
    relationship.last_on,
    relationship.last_channel,
    relationship.last_met_on,
    relationship.last_title,
    case
        when relationship.cadence_days is not null
            then 'you want to write every ' || if(cadence_days = 1, 'day', cadence_days || ' days')
        when relationship.state = 'dormant_strong' then 'one of your closest once'
        when relationship.interactions = 1 then 'in touch once so far'
        when relationship.interactions = 2 then 'in touch twice so far'
        else 'usually every ' || round(relationship.usual_gap_days) || ' days'
    end as why,
    relationship.reconnect_on,
    relationship.overdue_days,
    relationship.next_on,
    relationship.next_title,
    relationship.strength,
    relationship.depth,
    person.email,
    person.phone,
    person.linkedin_slug
from relationship_at(getvariable('as_of')) as relationship
inner join person on relationship.person_id = person.person_id
where relationship.owner = getvariable('owner') and relationship.is_due and not person.is_owner
order by
    relationship.cadence_days is null asc,
    relationship.last_contact_on is null asc,
    relationship.depth desc,
    relationship.overdue_days desc,
    relationship.person_id asc
limit getvariable('most')
