-- Interactions that are evidence for a context, or how two met, and that the ledger doesn't have with these people.
with told as (
    select
        owner,
        person_id,
        unnest(evidence) as origin
    from context
),

events as (
    select
        owner,
        person_id,
        origin.record_id as interaction_id
    from told
    where origin.source = 'interaction'
    except
    -- where they seem to have met, though it doesn't list them: see met_once
    select
        owner,
        person_id,
        interaction_id
    from how_we_met
    where kind in ('event_before_connection', 'event_before_card')
    union
    select
        owner,
        person_id,
        interaction_id
    from how_we_met
    where kind = 'interaction'
)

select
    events.owner,
    events.person_id,
    events.interaction_id
from events
left join interaction_participant as theirs
    on
        events.owner = theirs.owner
        and events.person_id = theirs.person_id
        and events.interaction_id = theirs.interaction_id
where theirs.person_id is null
