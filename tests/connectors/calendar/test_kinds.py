import pytest

from tests.connectors.calendar.invented import event, read

DAY = "DTSTART;VALUE=DATE:20240630"
TIME = "DTSTART:20240630T090000Z"


@pytest.mark.parametrize(
    ("lines", "calendar", "kind"),
    [
        ((TIME, "SUMMARY:Brunch"), None, "event"),
        ((DAY, "SUMMARY:Trip"), "Friends", "event"),
        ((DAY, "SUMMARY:Ada", "CATEGORIES:Birthday"), None, "birthday"),
        ((DAY, "SUMMARY:Ada", "CATEGORIES:x,Geburtstag"), None, "birthday"),
        ((TIME, "SUMMARY:Ada's party", "CATEGORIES:Birthday"), None, "event"),
        ((DAY, "SUMMARY:Ada", "CATEGORIES:Birthday", "ATTENDEE:mailto:ada@example.org"), None, "event"),
        ((DAY, "SUMMARY:Ada", "X-SABRE-BDAY:1980-06-30"), None, "birthday"),
        ((DAY, "SUMMARY:Ada", "X-NEXTCLOUD-BC-FIELD-TYPE:BDAY"), None, "birthday"),
        ((DAY, "SUMMARY:Ada", "X-GOOGLE-EVENT-TYPE:birthday"), None, "birthday"),
        ((TIME, "SUMMARY:Away", "X-GOOGLE-EVENT-TYPE:outOfOffice"), None, "out_of_office"),
        ((DAY, "SUMMARY:Away", "X-APPLE-SPECIAL-DAY:WORK-HOLIDAY"), None, "holiday"),
        ((DAY, "SUMMARY:Ada"), "Birthdays", "birthday"),
        ((DAY, "SUMMARY:Ada"), "Contacts' birthdays and events", "birthday"),
        ((DAY, "SUMMARY:Ada"), "Compleanni", "birthday"),
        ((DAY, "SUMMARY:Ada"), "Birthday parties", "event"),
        ((DAY, "SUMMARY:May Day"), "Holidays in United Kingdom", "holiday"),
        ((DAY, "SUMMARY:Maifeiertag"), "Feiertage in Deutschland", "holiday"),
        ((DAY, "SUMMARY:Maifeiertag"), "Deutsche Feiertage", "holiday"),
        ((DAY, "SUMMARY:Festa della Repubblica"), "Festività in Italia", "holiday"),
        ((DAY, "SUMMARY:Fête nationale"), "Jours fériés en France", "holiday"),
        ((DAY, "SUMMARY:Año Nuevo"), "Festivos en España", "holiday"),
        ((TIME, "SUMMARY:Trip"), "Holidays", "event"),
        ((DAY, "CATEGORIES:Holiday"), None, "holiday"),
        ((TIME, "X-MICROSOFT-CDO-BUSYSTATUS:OOF"), None, "out_of_office"),
        ((TIME, "X-MICROSOFT-CDO-BUSYSTATUS:OOF", "ATTENDEE:mailto:ada@example.org"), None, "event"),
        ((TIME, "X-MICROSOFT-CDO-BUSYSTATUS:BUSY"), None, "event"),
        ((TIME, "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"), None, "working_location"),
        ((DAY, "SUMMARY:Urlaub"), None, "out_of_office"),
        ((DAY, "SUMMARY:Urlaub mit Ada"), None, "event"),
        ((TIME, "SUMMARY:Focus time"), None, "focus_time"),
        ((DAY, "SUMMARY:Home office"), None, "working_location"),
    ],
)
def test_what_is_no_meeting(lines: tuple[str, ...], calendar: str | None, kind: str) -> None:
    (one,) = read(event(*lines), name=calendar)
    assert one.kind == kind


def test_googles_own_birthdays() -> None:
    (one,) = read(event(DAY, "SUMMARY:Happy birthday!", uid="2024_BIRTHDAY_1@google.com"))
    assert one.kind == "birthday"
