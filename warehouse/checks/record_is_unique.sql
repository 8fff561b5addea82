-- Records that stand in the table twice, and so could belong to two people.
select
    source,
    record_id
from source_record
group by source, record_id
having count(*) > 1
