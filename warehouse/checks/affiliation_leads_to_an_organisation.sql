-- Affiliations with an organisation that does not exist.
select
    affiliation.person_id,
    affiliation.organisation_id
from affiliation
left join organisation on affiliation.organisation_id = organisation.organisation_id
where affiliation.organisation_id is not null and organisation.organisation_id is null
