-- One row per record that was staged, and what is to be done with it (null: it says what another one does).
select
    staged.seq,
    staged.file,
    staged.position,
    outcome_of_contacts.outcome
from staged
left join outcome_of_contacts on staged.seq = outcome_of_contacts.seq
union all
select
    staged_interaction.seq,
    staged_interaction.file,
    staged_interaction.position,
    outcome_of_interactions.outcome
from staged_interaction
left join outcome_of_interactions on staged_interaction.seq = outcome_of_interactions.seq
