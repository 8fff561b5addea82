select count(*) as records
from raw_contact
where source = getvariable('source') and valid_to is null
