-- One value: since when a relationship has been in its state, each day until now; null where there was no contact yet.
create macro relationship_since(
    state, first_contact_on, first_message_on, last_contact_on, moved_on, active_since, usual_gap_days, rule
) as
case state
    when 'one_sided' then first_message_on
    when 'new' then first_contact_on
    when 'active' then greatest(active_since, first_contact_on + rule.new_days + 1)
    when 'cooling'
        then
            greatest(
                last_contact_on + cast(floor(rule.active_gaps * usual_gap_days) as integer) + 1,
                moved_on,
                first_contact_on + rule.new_days + 1
            )
    when 'dormant_strong'
        then
            greatest(
                last_contact_on + cast(floor(rule.cooling_gaps * usual_gap_days) as integer) + 1,
                moved_on,
                first_contact_on + rule.new_days + 1
            )
    when 'dormant'
        then
            greatest(
                last_contact_on + cast(floor(rule.cooling_gaps * usual_gap_days) as integer) + 1,
                moved_on,
                first_contact_on + rule.new_days + 1
            )
end
