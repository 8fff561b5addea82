-- One row: how many sources there are that hold something, and how many records they hold now.
with held as (
    select source from raw_contact
    where valid_to is null
    union all
    select source from raw_interaction
    where valid_to is null
)

select
    count(distinct source) as sources,
    count(*) as records
from held
