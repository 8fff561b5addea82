-- One row per time that somebody said of records of the person `person_id` that they are the same, the latest first.
select distinct
    judgement.command,
    judgement.judged_by,
    judgement.judged_at,
    judgement.reason
from judgement
inner join source_record as one
    on judgement.source_a = one.source and judgement.record_id_a = one.record_id
inner join source_record as other
    on judgement.source_b = other.source and judgement.record_id_b = other.record_id
where
    judgement.is_current
    and judgement.verdict = 'same'
    and one.person_id = getvariable('person_id')
    and other.person_id = getvariable('person_id')
order by judgement.judged_at desc
