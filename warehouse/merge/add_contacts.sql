insert into raw_contact
select
    getvariable('source') as source,
    outcome_of_contacts.record_id,
    staged.given_id,
    outcome_of_contacts.base_id,
    staged.raw_name,
    staged.content_hash,
    getvariable('run_id') as run_id,
    getvariable('now') as valid_from,
    null as valid_to,
    staged.* exclude (seq, given_id, raw_name, content_hash, record_id) -- noqa: AM04
from staged
inner join outcome_of_contacts on staged.seq = outcome_of_contacts.seq
where outcome_of_contacts.outcome in ('new', 'changed')
