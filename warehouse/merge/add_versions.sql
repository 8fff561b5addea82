insert into raw_contact
select
    getvariable('source') as source,
    outcome.record_id,
    staged.given_id,
    outcome.base_id,
    staged.raw_name,
    staged.content_hash,
    getvariable('run_id') as run_id,
    getvariable('now') as valid_from,
    null as valid_to,
    staged.* exclude (seq, given_id, raw_name, content_hash, record_id) -- noqa: AM04
from staged
inner join outcome on staged.seq = outcome.seq
where outcome.outcome in ('new', 'changed')
