"""Somebody of whom Google knows all that its People API can say."""

from typing import Any, Final

PRIMARY: Final = {"primary": True, "source": {"type": "CONTACT", "id": "1"}, "sourcePrimary": True}

EVERYTHING: Final[dict[str, Any]] = {
    "resourceName": "people/c1",
    "etag": "%E1",
    "metadata": {
        "sources": [
            {"type": "CONTACT", "id": "1", "etag": "#1", "updateTime": "2026-02-01T10:00:00Z"},
            {
                "type": "PROFILE",
                "id": "104",
                "updateTime": "2026-03-01T10:00:00Z",
                "profileMetadata": {"objectType": "PERSON", "userTypes": ["GOOGLE_USER"]},
            },
        ],
        "linkedPeopleResourceNames": ["people/c9"],
        "objectType": "PERSON",
    },
    "names": [
        {"displayName": "A. Brandt", "unstructuredName": "A. Brandt", "metadata": {"source": {"type": "PROFILE"}}},
        {
            "metadata": PRIMARY,
            "displayName": "Dr. Ada Byron Brandt Jr.",
            "displayNameLastFirst": "Brandt, Ada",
            "unstructuredName": "Dr. Ada Byron Brandt jr.",
            "honorificPrefix": "Dr.",
            "givenName": "Ada",
            "middleName": "Byron",
            "familyName": "Brandt",
            "honorificSuffix": "Jr.",
            "phoneticGivenName": "Ay-da",
            "phoneticMiddleName": "Bai-ron",
            "phoneticFamilyName": "Brant",
            "phoneticFullName": "Ay-da Brant",
            "phoneticHonorificPrefix": "Dok-tor",
            "phoneticHonorificSuffix": "Joo-nior",
        },
    ],
    "nicknames": [
        {"value": "Addie"},
        {"value": "Hansen", "type": "MAIDEN_NAME"},
        {"value": "AB", "type": "INITIALS"},
        {"value": "Ada B", "type": "SHORT_NAME"},
        {"value": ""},
    ],
    "emailAddresses": [
        {"value": "ada@example.org", "type": "home", "formattedType": "Home"},
        {"value": "ada@example.com", "type": "work", "displayName": "Ada at work", "metadata": PRIMARY},
        {"value": ""},
    ],
    "phoneNumbers": [
        {"value": "030 23125 001", "canonicalForm": "+4930231250 01", "formattedType": "Work Fax", "type": "workFax"}
    ],
    "addresses": [
        {
            "formattedValue": "Box 7\n1 Hill Road\nBerlin",
            "poBox": "Box 7",
            "extendedAddress": "2nd floor",
            "streetAddress": "1 Hill Road",
            "city": "Berlin",
            "region": "BE",
            "postalCode": "10115",
            "country": "Germany",
            "countryCode": "DE",
            "formattedType": "Home",
            "type": "home",
        },
        {"countryCode": "FR", "type": "holidays", "metadata": PRIMARY},
        {"type": "work"},
    ],
    "organizations": [
        {
            "name": "Lund Paper",
            "department": "Sales",
            "title": "Buyer",
            "jobDescription": "buys pulp",
            "location": "B-12",
            "startDate": {"year": 2019, "month": 3},
            "endDate": {"year": 2021},
            "type": "work",
            "formattedType": "Work",
            "phoneticName": "Loond",
            "symbol": "LUND",
            "domain": "lund.example.com",
            "costCenter": "CC7",
            "fullTimeEquivalentMillipercent": 50000,
        },
        {"name": "Hill School", "type": "school", "current": True, "metadata": PRIMARY},
    ],
    "occupations": [{"value": "painter"}],
    "urls": [{"value": "https://ada.example.org/", "formattedType": "Home Page", "type": "homePage"}],
    "imClients": [
        {
            "username": "ada.b",
            "protocol": "jabber",
            "formattedProtocol": "Jabber",
            "type": "home",
            "formattedType": "Home",
        },
        {"username": "ada77", "protocol": "own"},
        {"protocol": "icq"},
    ],
    "sipAddresses": [{"value": "sip:ada@example.org", "type": "work"}],
    "calendarUrls": [{"url": "https://cal.example.org/ada", "type": "freeBusy", "formattedType": "Free/busy"}],
    "photos": [
        {"url": "https://photos.example.com/own=s100"},
        {"url": "https://photos.example.com/letter=s100", "default": True},
    ],
    "coverPhotos": [
        {"url": "https://photos.example.com/cover"},
        {"url": "https://photos.example.com/x", "default": True},
    ],
    "birthdays": [
        {"date": {"year": 1984, "month": 5, "day": 7}, "text": "7 May"},
        {"date": {"month": 5, "day": 7}},
        {"text": "in spring"},
        {"date": {"year": 1984, "month": 5, "day": 7}, "metadata": PRIMARY},
    ],
    "events": [
        {"date": {"year": 0, "month": 6, "day": 1}, "type": "anniversary", "formattedType": "Anniversary"},
        {"date": {"year": 2001, "month": 9}, "type": "first met"},
        {"date": {"month": 9}},
        {"type": "other"},
    ],
    "relations": [
        {"person": "Mia Lund", "type": "domesticPartner", "formattedType": "Domestic Partner"},
        {"person": "Ben", "type": "rival"},
        {"type": "child"},
    ],
    "memberships": [
        {"contactGroupMembership": {"contactGroupId": "g1", "contactGroupResourceName": "contactGroups/g1"}},
        {"contactGroupMembership": {"contactGroupId": "myContacts"}},
        {"domainMembership": {"inViewerDomain": True}},
    ],
    "biographies": [
        {"value": "Paints.", "contentType": "TEXT_PLAIN"},
        {"value": "<b>Sails</b>", "contentType": "TEXT_HTML"},
    ],
    "userDefined": [{"key": "Shoe size", "value": "39"}, {"key": "Shoe size", "value": "40"}, {"value": "blue"}],
    "clientData": [{"key": "app.color", "value": "red"}],
    "externalIds": [{"value": "C-17", "type": "customer", "formattedType": "Customer"}, {"value": "X"}],
    "genders": [{"value": "female", "formattedValue": "Female", "addressMeAs": "she/her"}],
    "ageRanges": [{"ageRange": "TWENTY_ONE_OR_OLDER"}],
    "interests": [{"value": "stars"}],
    "skills": [{"value": "basket weaving"}],
    "locales": [{"value": "de-DE"}],
    "locations": [
        {
            "value": "Building 4",
            "type": "desk",
            "current": True,
            "buildingId": "B4",
            "floor": "2",
            "floorSection": "A",
            "deskCode": "2-A-17",
        }
    ],
    "miscKeywords": [{"value": "priority 1", "type": "OUTLOOK_PRIORITY", "formattedType": "Outlook Priority"}],
}
