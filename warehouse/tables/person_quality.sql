-- One row per person: how sure it is that their records are one person's, and whether others may be the same.
-- person_id: the person
-- records: how many records they have
-- sources: how many sources know them
-- weakest_link: log2 of the odds of the weakest link that holds them together (null: a single record, or you said so)
-- probability: that all records are one person's, as far as that link goes
-- open_questions: how many other people may be the same: `kith review` asks
-- is_judged: whether you said of a record that it is, or isn't, theirs
select
    person_id,
    records,
    sources,
    weakest_link,
    probability,
    open_questions,
    is_judged
from person_quality_frame
order by person_id
