-- One value: the state of a relationship as of a day, the first that fits.
create macro relationship_state(
    as_of, interactions, first_contact_on, last_contact_on, is_one_way, next_on, usual_gap_days, is_deep, rule
) as
case
    when last_contact_on is null
        then
            case
                when is_one_way then 'one_sided'
                when interactions = 0 and next_on is not null then 'planned'
                else 'no_contact_known'
            end
    when as_of - first_contact_on <= rule.new_days then 'new'
    when as_of - last_contact_on <= rule.active_gaps * usual_gap_days then 'active'
    when as_of - last_contact_on <= rule.cooling_gaps * usual_gap_days then 'cooling'
    when is_deep then 'dormant_strong'
    else 'dormant'
end
