-- One row per owner: whose address books there are.
select distinct unnest(owners) as owner
from person
order by owner
