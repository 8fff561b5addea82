-- Pairs with a record that isn't a person's: people, organisations and rooms are never compared with one another.
select
    source_a,
    record_id_a,
    source_b,
    record_id_b
from match_evidence
where person_id_a is null or person_id_b is null
