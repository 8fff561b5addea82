-- One row per rule by which an interaction weighs what it does.
-- rule: its name, as in interaction.rule
-- weight: what it weighs, before it is shared among those who take part and before their answers
-- means: what it is for
select
    rule,
    weight,
    means
from interaction_rule_frame
order by rule
