-- Records that could not have the id which the source gives them now became part of the one that has it.
insert into gone_record
select distinct given_id
from raw_contact
where source = getvariable('source') and given_id = getvariable('old_id')
