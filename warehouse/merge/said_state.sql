-- One row: how much was said of people beside who is who.
select
    (select count(*) from logged) as logged_things,
    (select coalesce(max(logged_id), 0) from logged) as last_logged,
    (select count(*) from logged_removed) as removed,
    (select count(*) from context_said) as contexts,
    (select coalesce(max(said_id), 0) from context_said) as last_context,
    (select count(*) from cadence_said) as cadences,
    (select coalesce(max(said_id), 0) from cadence_said) as last_cadence
