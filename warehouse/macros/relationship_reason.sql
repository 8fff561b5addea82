-- One value: the figures behind the state of a relationship, in a sentence.
create macro relationship_reason(
    state, days_since, first_contact_on, last_contact_on, last_on, sent, received, interactions, next_on, next_title,
    usual_gap_days, today, rule
) as
case state
    when 'no_contact_known'
        then
            case
                when interactions = 0 then 'nothing is known, past or planned'
                else 'together only among many, ' || times(interactions) || ', last on ' || last_on
            end
    when 'planned' then 'nothing yet; first meeting on ' || next_on || coalesce(': ' || next_title, '')
    when 'one_sided'
        then
            case
                when sent > 0 then 'you wrote ' || times(sent) || ', last on ' || last_on || ', with no answer known'
                else 'they wrote ' || times(received) || ', last on ' || last_on || ', with no answer known'
            end
    when 'new'
        then
            'first contact on ' || first_contact_on || ', ' || days_ago(today - first_contact_on)
            || '; the first ' || rule.new_days || ' days are new'
    else
        'last contact on ' || last_contact_on || ', ' || days_ago(days_since)
        || case state
            when 'active' then '; active up to ' || rule.active_gaps || ' usual gaps of ' || usual_gap_days || ' days'
            when 'cooling'
                then '; more than ' || rule.active_gaps || ' usual gaps of ' || usual_gap_days || ' days'
            when 'dormant_strong'
                then
                    '; more than ' || rule.cooling_gaps || ' usual gaps of ' || usual_gap_days
                    || ' days, after one of your deepest relationships'
            else '; more than ' || rule.cooling_gaps || ' usual gaps of ' || usual_gap_days || ' days'
        end
end
