-- One row per thing that was logged and not taken back.
select
    logged.logged_id,
    logged.owner,
    logged.person_ids,
    logged.text,
    logged.happened_on,
    logged.said_at
from logged
left join logged_removed on logged.logged_id = logged_removed.logged_id
where logged_removed.logged_id is null
order by logged.logged_id
