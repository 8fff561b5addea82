-- One row per warehouse: the numbers that relationships are judged by.
-- half_life_days: after how many days an interaction counts half
-- usual_gap_days: the gap between contacts that is expected of somebody new
-- new_days: days from the first contact for which an acquaintance is new
-- active_gaps: usual gaps since the last contact up to which a relationship is active
-- cooling_gaps: usual gaps since the last contact up to which it is cooling
-- deep_share: the share of your people, the deepest, whose relationship is a strong one even when dormant
-- deep_at_least: the depth that is deep at least, in meetings for two
select
    half_life_days,
    usual_gap_days,
    new_days,
    active_gaps,
    cooling_gaps,
    deep_share,
    deep_at_least
from relationship_rule_frame
