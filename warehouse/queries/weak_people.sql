-- One row per two compared records of a person whose weakest link is below `weakest` bits, with all that they have.
-- is_said: whether somebody said that the two are the same. is_unsure: that he doesn't know.
with weak as (
    select
        person_quality.person_id,
        person_quality.weakest_link,
        person.full_name,
        list((source_record.source, source_record.record_id) order by source_record.source, source_record.record_id)
            as records
    from person_quality
    inner join person on person_quality.person_id = person.person_id
    inner join source_record on person_quality.person_id = source_record.person_id
    where person_quality.weakest_link < getvariable('weakest')
    group by person_quality.person_id, person_quality.weakest_link, person.full_name
)

select
    weak.person_id,
    weak.full_name,
    weak.weakest_link,
    weak.records,
    pair.source_a,
    pair.record_id_a,
    pair.source_b,
    pair.record_id_b,
    pair.reason,
    coalesce(pair.weight, 0) as weight,
    coalesce(pair.reason, '') = 'judged_same' as is_said,
    coalesce(pair.reason, '') = 'judged_unsure' as is_unsure
from match_evidence as pair
inner join weak on pair.person_id_a = weak.person_id and pair.person_id_b = weak.person_id
order by weak.person_id, pair.source_a, pair.record_id_a, pair.source_b, pair.record_id_b
