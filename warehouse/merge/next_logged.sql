-- One row: a number that nothing logged has had.
with known as (
    select logged_id from logged
    union all
    select logged_id from logged_removed
)

select coalesce(max(logged_id), 0) + 1 as logged_id
from known
