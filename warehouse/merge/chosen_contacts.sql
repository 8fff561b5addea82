-- One row per record as its source holds it now (`current_contact`), of those that are asked for.
select current_contact.* -- noqa: AM04
from current_contact
where (current_contact.source, current_contact.record_id) in (select (chosen.source, chosen.record_id) from chosen)
order by current_contact.source, current_contact.record_id
