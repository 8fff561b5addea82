-- One row per owner and person who isn't that owner, as of a day: the state of their relationship.
-- owner: whose relationship it is
-- person_id: the person
-- full_name: what the person is called
-- state: the first that fits: no_contact_known, planned (met never yet), one_sided (only one of both has written), new,
--     active, cooling, dormant_strong (dormant, and in the deepest quarter), dormant
-- state_since: since when (null where there is no contact yet)
-- state_reason: the figures that make it so
-- first_on: the first interaction
-- last_on: the last interaction
-- last_contact_on: the last contact: the later of the last that was mutual, and the earlier of last sent and received
-- first_contact_on: the day from which contact was mutual: met, or written to and answered
-- first_met_on: when you first met
-- last_met_on: when you last met
-- first_message_on: the first message, sent or received
-- last_sent_on: when you last wrote
-- last_received_on: when they last wrote
-- last_channel: how the last interaction came about
-- last_title: what the last meeting was called
-- next_on: the next meeting
-- next_title: what the next meeting is called
-- days_since: days since the last contact
-- usual_gap_days: the usual number of days between contacts: the median of the last 20 gaps, drawn to the expected one
--     where few are known; a week at least
-- interactions: how many there were
-- interactions_30: of these, in the last 30 days
-- interactions_90: of these, in the last 90 days
-- interactions_365: of these, in the last 365 days
-- meetings: meetings in groups small enough to have met, and what you logged
-- sent: what you sent: mail, messages, invitations
-- received: what they sent
-- strength_raw: what all interactions are worth, halved for each half-life since
-- strength: how close they are beside the owner's other people, 0 to 100: the share of people who are no closer
-- depth_raw: what all interactions are worth, whenever they were
-- depth: the same beside the owner's other people, 0 to 100
-- why: what strength_raw is made of: points, what and how many interactions; the three weightiest, and all else. The
--     points add up to it. Each by itself is in relationship_why
-- cadence_days: how often you said you want to be in touch
-- reconnect_on: when to be in touch again: by your cadence, else when the relationship stops being active; null where
--     nothing is due or a meeting is planned anyway
-- is_due: whether that day has come
-- overdue_days: for how many days it has been
create macro relationship_at(as_of) as table
    with lately as (
        select
            owner,
            person_id,
            cast(sum(interactions_of_day) filter (where on_day > cast(as_of as date) - 30) as integer)
                as interactions_30,
            cast(sum(interactions_of_day) filter (where on_day > cast(as_of as date) - 90) as integer)
                as interactions_90,
            cast(sum(interactions_of_day) as integer) as interactions_365
        from contact_day
        where
            on_day > cast(as_of as date) - 365 and on_day <= cast(as_of as date)
            and until_day > cast(as_of as date) - 365
        group by owner, person_id
    ),

    closeness as (
        select
            owner,
            person_id,
            round(sum(points), 9) as strength_raw,
            list({ 'points': points, 'what': what, 'interactions': interactions }) as reasons
        from relationship_why_at(as_of)
        group by owner, person_id
    ),

    known as (
        select
            counterpart.* exclude (first_on, first_met_on, first_message_on, first_contact_on),
            contact_day.* exclude (owner, person_id),
            relationship_rule,
            person.full_name,
            cast(as_of as date) as today,
            case when counterpart.first_on <= cast(as_of as date) then counterpart.first_on end as first_on,
            case when counterpart.first_met_on <= cast(as_of as date) then counterpart.first_met_on end as first_met_on,
            case
                when counterpart.first_message_on <= cast(as_of as date) then counterpart.first_message_on
            end as first_message_on,
            case
                when counterpart.first_contact_on <= cast(as_of as date) then counterpart.first_contact_on
            end as first_contact_on,
            case when contact_day.interactions > 0 then contact_day.on_day end as last_on,
            coalesce(closeness.strength_raw, 0) as strength_raw,
            weightiest(coalesce(closeness.reasons, [])) as why,
            coalesce(lately.interactions_30, 0) as interactions_30,
            coalesce(lately.interactions_90, 0) as interactions_90,
            coalesce(lately.interactions_365, 0) as interactions_365
        from counterpart
        cross join relationship_rule
        inner join contact_day
            on
                counterpart.owner = contact_day.owner and counterpart.person_id = contact_day.person_id
                and contact_day.on_day <= cast(as_of as date) and contact_day.until_day > cast(as_of as date)
        left join person on counterpart.person_id = person.person_id
        left join closeness on counterpart.owner = closeness.owner and counterpart.person_id = closeness.person_id
        left join lately on counterpart.owner = lately.owner and counterpart.person_id = lately.person_id
    ),

    ranked as (
        select
            known.*,
            100 * cume_dist() over (partition by owner, strength_raw > 0 order by strength_raw) as strength_rank,
            100 * cume_dist() over (partition by owner, depth > 0 order by depth) as depth_rank,
            count(*) over (partition by owner, depth > 0 order by depth desc) as as_deep,
            count(*) over (partition by owner, depth > 0) as with_depth,
            cast(today - last_contact_on as integer) as days_since,
            coalesce(cadence_days, cast(floor(relationship_rule.active_gaps * usual_gap_days) as integer) + 1) as rhythm
        from known
    ),

    stated as (
        select
            ranked.*,
            relationship_state(
                today,
                interactions,
                first_contact_on,
                last_contact_on,
                last_sent_on is not null or last_received_on is not null,
                next_on,
                usual_gap_days,
                depth >= relationship_rule.deep_at_least
                and as_deep <= ceil(with_depth * relationship_rule.deep_share),
                relationship_rule
            ) as state
        from ranked
    ),

    due as (
        select
            stated.*,
            case
                when is_never_due then null
                when cadence_days is not null then coalesce(greatest(last_contact_on, last_sent_on) + rhythm, today)
                when state in ('new', 'active', 'cooling', 'dormant_strong')
                    then greatest(last_contact_on, last_sent_on) + rhythm
            end as wanted_on,
            case when next_on <= greatest(wanted_on, today + rhythm) then null else wanted_on end as reconnect_on
        from stated
    )

    select
        owner,
        person_id,
        full_name,
        state,
        relationship_since(
            state, first_contact_on, first_message_on, last_contact_on, moved_on, active_since, usual_gap_days,
            relationship_rule
        ) as state_since,
        relationship_reason(
            state, days_since, first_contact_on, last_contact_on, last_on, sent, received, interactions,
            next_on, next_title, usual_gap_days, today, relationship_rule
        ) as state_reason,
        first_on,
        last_on,
        last_contact_on,
        first_contact_on,
        first_met_on,
        last_met_on,
        first_message_on,
        last_sent_on,
        last_received_on,
        last_channel,
        last_title,
        next_on,
        next_title,
        days_since,
        usual_gap_days,
        interactions,
        interactions_30,
        interactions_90,
        interactions_365,
        meetings,
        sent,
        received,
        strength_raw,
        case when strength_raw > 0 then round(strength_rank, 1) else 0 end as strength,
        depth as depth_raw,
        case when depth > 0 then round(depth_rank, 1) else 0 end as depth,
        why,
        cadence_days,
        reconnect_on,
        coalesce(reconnect_on <= today, false) as is_due,
        case when reconnect_on <= today then cast(today - reconnect_on as integer) end as overdue_days
    from due
