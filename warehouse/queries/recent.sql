-- One row per thing that happened between the owner and others, the latest first; a day's messages in a conversation
-- are one. It is looked for in as many of the latest interactions as are enough.
with latest as (
    select
        interaction_id,
        started_on,
        started_at,
        channel,
        direction,
        title,
        coalesce(conversation_id, interaction_id) as thread
    from interaction
    where
        owner = getvariable('owner')
        and started_on <= getvariable('as_of')
        and direction <> 'observed'
        and rule not in ('alone', 'not_listed')
    order by started_on desc, started_at desc nulls last, interaction_id asc
    limit getvariable('most') * 100
),

present as (
    select distinct
        latest.started_on,
        latest.channel,
        latest.thread,
        participant.person_id,
        coalesce(person.full_name, participant.name, participant.address) as who
    from latest
    inner join interaction_participant as participant on latest.interaction_id = participant.interaction_id
    left join person on participant.person_id = person.person_id
    where not participant.is_owner and participant.response is distinct from 'declined'
),

people as (
    select
        started_on,
        channel,
        thread,
        list(who order by who, person_id) filter (where person_id is not null) as people,
        list(person_id order by who, person_id) filter (where person_id is not null) as person_ids,
        list(who order by who) filter (where person_id is null and who is not null) as not_known
    from present
    group by started_on, channel, thread
),

happened as (
    select
        started_on,
        channel,
        thread,
        max(started_at) as started_at,
        case when min(direction) = max(direction) then min(direction) else 'mutual' end as direction,
        max(title) as title,
        count(*) as interactions
    from latest
    group by started_on, channel, thread
)

select
    happened.started_on,
    happened.channel,
    happened.direction,
    happened.title,
    happened.interactions,
    coalesce(people.people, []) as people,
    coalesce(people.person_ids, []) as person_ids,
    coalesce(people.not_known, []) as not_known
from happened
inner join people
    on
        happened.started_on = people.started_on
        and happened.channel = people.channel
        and happened.thread = people.thread
order by happened.started_on desc, happened.started_at desc nulls last, happened.thread asc
limit getvariable('most')
