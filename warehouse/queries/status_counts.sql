-- One row: how much the warehouse holds, and since when.
select
    (select count(*) from person) as people,
    (select count(*) from organisation) as organisations,
    (select count(*) from reject) as rejects,
    records,
    built_at
from warehouse_build
