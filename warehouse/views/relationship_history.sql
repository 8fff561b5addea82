-- One row per owner, person and month, from the first interaction to the present month: what had become of the
-- relationship at its end. Whether somebody dormant was deep goes by the depths at the end of the last full month.
-- owner: whose relationship it is
-- person_id: the person
-- month: the first day of the month
-- on_day: the day as of which it is said: the last of the month, or today
-- interactions: interactions in that month
-- strength_raw: what all interactions until then are worth, halved for each half-life since
-- depth_raw: what they are worth, whenever they were
-- last_contact_on: the last contact
-- state: the state, as in relationship
with held as (
    select
        owner,
        person_id,
        on_day as from_day,
        until_day,
        interactions,
        depth,
        last_contact_on,
        last_sent_on is not null or last_received_on is not null as is_one_way,
        next_on,
        usual_gap_days,
        unnest(generate_series(date_trunc('month', on_day), least(until_day, current_date), interval 1 month)) as month
    from contact_day
    where interactions > 0 and on_day <= current_date
),

ended as (
    select
        * replace (cast(month as date) as month),
        least(last_day(month), current_date) as on_day
    from held
    where least(last_day(month), current_date) >= from_day and least(last_day(month), current_date) < until_day
),

streams as (
    select
        owner,
        person_id,
        on_day as last_on,
        until_day,
        decayed,
        peak,
        is_series,
        unnest(generate_series(date_trunc('month', on_day), least(until_day, current_date), interval 1 month)) as month
    from closeness_day
    where on_day <= current_date
),

halved as (
    select
        streams.owner,
        streams.person_id,
        cast(streams.month as date) as month,
        stream_worth(
            streams.decayed * pow(
                2, (streams.last_on - least(last_day(streams.month), current_date)) / relationship_rule.half_life_days
            ),
            streams.peak,
            streams.is_series
        ) as points
    from streams
    cross join relationship_rule
    where
        least(last_day(streams.month), current_date) >= streams.last_on
        and least(last_day(streams.month), current_date) < streams.until_day
),

strengths as (
    select
        owner,
        person_id,
        month,
        round(sum(points), 9) as strength_raw
    from halved
    group by owner, person_id, month
)

select
    ended.owner,
    ended.person_id,
    ended.month,
    ended.on_day,
    ended.interactions - lag(ended.interactions, 1, 0) over (
        partition by ended.owner, ended.person_id
        order by ended.month
    ) as interactions,
    strengths.strength_raw,
    ended.depth as depth_raw,
    ended.last_contact_on,
    relationship_state(
        ended.on_day,
        ended.interactions,
        counterpart.first_contact_on,
        ended.last_contact_on,
        ended.is_one_way,
        ended.next_on,
        ended.usual_gap_days,
        ended.depth >= relationship_rule.deep_at_least and ended.depth > coalesce(depth_bar.bar, 0),
        relationship_rule
    ) as state
from ended
inner join strengths
    on ended.owner = strengths.owner and ended.person_id = strengths.person_id and ended.month = strengths.month
inner join counterpart on ended.owner = counterpart.owner and ended.person_id = counterpart.person_id
cross join relationship_rule
asof left join depth_bar on ended.owner = depth_bar.owner and ended.on_day >= depth_bar.on_day
