-- One row per owner and person who isn't that owner: the state of their relationship today. As of another day it is
-- relationship_at('2024-06-30').
select * -- noqa: AM04
-- The columns are those of the macro, whose file describes them.
from relationship_at(current_date)
