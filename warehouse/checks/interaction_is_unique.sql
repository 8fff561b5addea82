-- Interactions that stand in the ledger more than once.
select
    interaction_id,
    count(*) as times
from interaction
group by interaction_id
having count(*) > 1
