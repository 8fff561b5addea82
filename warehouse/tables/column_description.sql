-- One row per column of this warehouse, and what it holds.
-- table_name: the table
-- number: its place in the table, counted from 1
-- column_name: the column
-- description: what it holds
select
    table_name,
    number,
    column_name,
    description
from column_description_frame
order by table_name, number
