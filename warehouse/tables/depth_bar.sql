-- One row per owner and month: above which depth a relationship was deep at its end.
-- owner: whose relationships they are
-- on_day: the last day of the month
-- bar: the depth of the deepest of those who aren't among the deepest quarter (rounded up); 0 where there is nobody
select
    owner,
    on_day,
    bar
from depth_bar_frame
order by owner, on_day
