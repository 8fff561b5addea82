-- One row per human being that you know, once each.
-- person_id: stays the same over every import
-- full_name: the preferred name; of somebody without one, the nickname, address or number they are known by
-- given_name: first name, of the preferred name
-- family_name: last name, of the preferred name
-- latin_name: the name in Latin letters, where it is written in another script
-- nickname: what friends call them
-- organisation: where they work or belong, by the preferred affiliation
-- title: what they do there
-- organisation_id: the organisation (null where only a title is known)
-- email: preferred e-mail address
-- phone: preferred phone number, E.164 where it can be told
-- city: city of the preferred postal address
-- country_code: country of the preferred postal address, ISO 3166-1 alpha-2
-- birthday: YYYY-MM-DD, or --MM-DD where the year is not known
-- birth_year: year of birth, where known
-- birth_month: month of birth, 1 to 12
-- birth_day: day of birth, 1 to 31
-- linkedin_slug: the LinkedIn profile: linkedin.com/in/SLUG
-- photo_hash: the hash of a picture of them, kept in the landing store
-- is_owner: whether this is you
-- is_named: whether any source gives a name
-- owners: whose address books hold them
-- sources: the sources that know them
-- records: how many records are theirs
-- updated_at: when a source last changed one of their records, where it says so (UTC)
select
    person_id,
    full_name,
    given_name,
    family_name,
    latin_name,
    nickname,
    organisation,
    title,
    organisation_id,
    email,
    phone,
    city,
    country_code,
    birthday,
    birth_year,
    birth_month,
    birth_day,
    linkedin_slug,
    photo_hash,
    is_owner,
    is_named,
    owners,
    sources,
    records,
    updated_at
from person_frame
order by person_id
