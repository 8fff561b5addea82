-- One row where it is known how the owner and the person met.
select
    text,
    kind,
    met_on,
    title,
    days_before,
    confidence
from how_we_met
where owner = getvariable('owner') and person_id = getvariable('person_id')
