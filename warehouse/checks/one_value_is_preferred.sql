-- People of whom not exactly one value of a kind is preferred.
select
    'person_email' as table_name,
    person_id
from person_email
group by person_id
having count(*) filter (where is_preferred) <> 1
union all
select
    'person_phone' as table_name,
    person_id
from person_phone
group by person_id
having count(*) filter (where is_preferred) <> 1
union all
select
    'person_address' as table_name,
    person_id
from person_address
group by person_id
having count(*) filter (where is_preferred) <> 1
union all
select
    'affiliation' as table_name,
    person_id
from affiliation
group by person_id
having count(*) filter (where is_preferred) <> 1
union all
select
    'person_name' as table_name,
    person_id
from person_name
group by person_id, kind
having count(*) filter (where is_preferred) <> 1
union all
select
    'person_url' as table_name,
    person_id
from person_url
group by person_id, kind
having count(*) filter (where is_preferred) <> 1
union all
select
    'person_date' as table_name,
    person_id
from person_date
group by person_id, kind
having count(*) filter (where is_preferred) <> 1
