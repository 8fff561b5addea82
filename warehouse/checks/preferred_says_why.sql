-- Preferred values that do not say why they are preferred.
select
    'person_email' as table_name,
    person_id
from person_email
where is_preferred <> (preferred_because is not null)
union all
select
    'person_phone' as table_name,
    person_id
from person_phone
where is_preferred <> (preferred_because is not null)
union all
select
    'person_address' as table_name,
    person_id
from person_address
where is_preferred <> (preferred_because is not null)
union all
select
    'affiliation' as table_name,
    person_id
from affiliation
where is_preferred <> (preferred_because is not null)
union all
select
    'person_name' as table_name,
    person_id
from person_name
where is_preferred <> (preferred_because is not null)
union all
select
    'person_url' as table_name,
    person_id
from person_url
where is_preferred <> (preferred_because is not null)
union all
select
    'person_date' as table_name,
    person_id
from person_date
where is_preferred <> (preferred_because is not null)
