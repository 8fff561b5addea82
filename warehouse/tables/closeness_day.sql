-- One row per stream and day with an interaction in it, past or planned: what it is worth from that day until the next.
-- owner: whose relationship it is
-- person_id: the person
-- stream: the stream
-- is_series: whether it is a recurring event
-- on_day: the day from which it is so
-- until_day: the day of the next row, 9999-12-31 in the last
-- interactions: interactions up to then
-- weight: the weights of its days up to then, of each day the greatest
-- peak: the greatest of them
-- decayed: the same sum as of on_day, when what is older counts half for each half-life
select
    owner,
    person_id,
    stream,
    is_series,
    on_day,
    until_day,
    interactions,
    weight,
    peak,
    decayed
from closeness_day_frame
