-- Pairs of records that stand twice, or not with the smaller record first, or pair a record with itself.
select
    source_a,
    record_id_a,
    source_b,
    record_id_b
from match_evidence
group by source_a, record_id_a, source_b, record_id_b
having count(*) > 1 or (source_a, record_id_a) >= (source_b, record_id_b)
