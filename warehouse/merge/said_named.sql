-- One row per person id of which something was said.
select unnest(person_ids) as person_id
from logged
union
select person_id
from context_said
union
select person_id
from cadence_said
