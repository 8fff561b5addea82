-- Country codes that are not two capital letters.
select
    person_id,
    country_code
from person_address
where country_code is not null and not regexp_full_match(country_code, '[A-Z]{2}')
