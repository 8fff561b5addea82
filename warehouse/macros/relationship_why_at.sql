-- One row per owner, person and stream as of a day: what closeness is made of. The points of a person add up to the
-- strength_raw of relationship_at, the depth_points to its depth_raw.
-- owner: whose relationship it is
-- person_id: the person
-- what: the title of a recurring event, or the kind of contact
-- channel: how it came about
-- direction: mutual, sent or received
-- is_series: whether it is a recurring event, whose worth rises ever more slowly
-- interactions: how many there were
-- first_on: the first
-- last_on: the last
-- points: what they are worth as of the day: halved for each half-life since
-- depth_points: what they are worth whenever they were
create macro relationship_why_at(as_of) as table
    with worth as (
        select
            closeness_day.stream,
            closeness_day.interactions,
            closeness_day.on_day as last_on,
            stream_worth(
                closeness_day.decayed * pow(
                    2, (closeness_day.on_day - cast(as_of as date)) / relationship_rule.half_life_days
                ),
                closeness_day.peak,
                closeness_day.is_series
            ) as points,
            stream_worth(closeness_day.weight, closeness_day.peak, closeness_day.is_series) as depth_points
        from closeness_day
        cross join relationship_rule
        where closeness_day.on_day <= cast(as_of as date) and closeness_day.until_day > cast(as_of as date)
    )

    select
        closeness_stream.owner,
        closeness_stream.person_id,
        closeness_stream.what,
        closeness_stream.channel,
        closeness_stream.direction,
        closeness_stream.is_series,
        worth.interactions,
        closeness_stream.first_on,
        worth.last_on,
        worth.points,
        worth.depth_points
    from worth
    inner join closeness_stream on worth.stream = closeness_stream.stream
