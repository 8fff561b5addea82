-- One row per id that a person had before they and another turned out to be one: where it leads now.
-- old_person_id: the id that is in use no more
-- person_id: the person who has its records
select
    old_person_id,
    person_id
from person_redirect_frame
order by old_person_id
