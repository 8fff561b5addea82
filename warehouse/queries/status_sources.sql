-- One row per source: how many records it holds now and how many people they are.
select
    source_record.source,
    count(*) as records,
    count(distinct source_record.person_id) as people,
    max(source_record.loaded_at) as last_change_at
from source_record
group by source_record.source
order by source_record.source
