-- One row per organisation that people belong to or that has a card of its own.
-- organisation_id: stays the same as long as the name does, whatever its legal form
-- organisation: its name, as most records write it
-- legal_form: GmbH, Ltd, Inc., …
-- people: how many people you know there, now or before
-- has_card: whether it has a card of its own
-- emails: addresses on its own cards
-- phones: numbers on its own cards
-- urls: web addresses on its own cards
-- addresses: postal addresses on its own cards
select
    organisation_id,
    organisation,
    legal_form,
    people,
    has_card,
    emails,
    phones,
    urls,
    addresses
from organisation_frame
order by organisation_id
