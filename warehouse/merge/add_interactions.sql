insert into raw_interaction
select
    getvariable('source') as source,
    outcome_of_interactions.record_id,
    staged_interaction.given_id,
    outcome_of_interactions.base_id,
    staged_interaction.content_hash,
    getvariable('run_id') as run_id,
    getvariable('now') as valid_from,
    null as valid_to,
    staged_interaction.* exclude (seq, given_id, content_hash, record_id) -- noqa: AM04
from staged_interaction
inner join outcome_of_interactions on staged_interaction.seq = outcome_of_interactions.seq
where outcome_of_interactions.outcome in ('new', 'changed')
