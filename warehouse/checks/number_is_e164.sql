-- Numbers that claim to be E.164 and are not.
select
    person_id,
    e164
from person_phone
where e164 is not null and not regexp_full_match(e164, '[+][1-9][0-9]{1,14}')
