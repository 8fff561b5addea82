-- Values of nobody.
select
    'person_email' as table_name,
    person_email.person_id
from person_email
left join person on person_email.person_id = person.person_id
where person.person_id is null
union all
select
    'person_phone' as table_name,
    person_phone.person_id
from person_phone
left join person on person_phone.person_id = person.person_id
where person.person_id is null
union all
select
    'person_address' as table_name,
    person_address.person_id
from person_address
left join person on person_address.person_id = person.person_id
where person.person_id is null
union all
select
    'affiliation' as table_name,
    affiliation.person_id
from affiliation
left join person on affiliation.person_id = person.person_id
where person.person_id is null
union all
select
    'person_name' as table_name,
    person_name.person_id
from person_name
left join person on person_name.person_id = person.person_id
where person.person_id is null
union all
select
    'person_url' as table_name,
    person_url.person_id
from person_url
left join person on person_url.person_id = person.person_id
where person.person_id is null
union all
select
    'person_date' as table_name,
    person_date.person_id
from person_date
left join person on person_date.person_id = person.person_id
where person.person_id is null
union all
select
    'person_relation' as table_name,
    person_relation.person_id
from person_relation
left join person on person_relation.person_id = person.person_id
where person.person_id is null
union all
select
    'person_note' as table_name,
    person_note.person_id
from person_note
left join person on person_note.person_id = person.person_id
where person.person_id is null
union all
select
    'context' as table_name,
    context.person_id
from context
left join person on context.person_id = person.person_id
where person.person_id is null
