-- One row per time that somebody said who is who, the latest first: when, by whom, why, and of whom as they are now.
with spoken_of as (
    select
        action_id,
        unnest(records) as spoken
    from judgement_action
),

named as (
    select distinct
        spoken_of.action_id,
        person.person_id,
        person.full_name
    from spoken_of
    inner join source_record
        on spoken_of.spoken.source = source_record.source and spoken_of.spoken.record_id = source_record.record_id
    inner join person on source_record.person_id = person.person_id
),

people as (
    select
        action_id,
        list(full_name order by full_name, person_id) as people
    from named
    group by action_id
)

select
    judgement_action.action_id,
    judgement_action.command,
    judgement_action.judged_by,
    judgement_action.judged_at,
    judgement_action.reason,
    judgement_action.undone_at,
    coalesce(people.people, []) as people
from judgement_action
left join people on judgement_action.action_id = people.action_id
order by judgement_action.action_id desc
limit getvariable('most')
