-- Records of people without a person, or with one that does not exist; and others that have one.
select
    source_record.source,
    source_record.record_id
from source_record
left join person on source_record.person_id = person.person_id
where (source_record.kind = 'person') <> (person.person_id is not null)
