import pytest

from connectors.records import Address, Date, Email, Name, Organisation, Phone, Url
from connectors.thunderbird_csv import ThunderbirdCsv
from tests.connectors.contract import document, read
from tests.connectors.csv_promises import CsvPromises


class TestThunderbird(CsvPromises):
    connector = ThunderbirdCsv
    header = (
        "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,Home Phone,"
        "Fax Number,Pager Number,Mobile Number,Home Address,Home Address 2,Home City,Home State,Home ZipCode,"
        "Home Country,Work Address,Work Address 2,Work City,Work State,Work ZipCode,Work Country,Job Title,Department,"
        "Organization,Web Page 1,Web Page 2,Birth Year,Birth Month,Birth Day,Custom 1,Custom 2,Custom 3,Custom 4,Notes,"
    )
    rows = (
        (
            "Elena,Sokolova,Elena S.,Lena,elena@example.net,e@example.org,lena.chat,+49 30 23125 108,+49 30 23125 109,"
            "+49 30 23125 110,+49 30 23125 111,+49 30 23125 107,Orgelgasse 4,Hof,Leipzig,Sachsen,04109,Germany,"
            "Markt 9,Saal,Halle,Anhalt,06108,Germany,Conductor,Music,Chorwerk e.V.,https://c.example.org,"
            "https://e.example.org,1975,12,30,one,two,three,four,Conducts us,"
        ),
        "Bob,Fairweather,Bob Fairweather,,bob@example.com,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,",
    )


def contact_of(**cells: str) -> tuple[tuple[Date, ...], dict[str, tuple[str, ...]]]:
    table = {"Primary Email": "a@example.org", "Home ZipCode": "", "Pager Number": ""} | cells
    content = ",".join(table) + "\n" + ",".join(table.values()) + "\n"
    contact = read(ThunderbirdCsv, document(content.encode())).contacts[0]
    return contact.dates, dict(contact.extra)


def test_in_full() -> None:
    contact = read(ThunderbirdCsv, document(TestThunderbird.sample)).contacts[0]
    assert contact.names == (Name("Elena S.", given="Elena", family="Sokolova"), Name("Lena", kind="nickname"))
    assert contact.emails == (Email("elena@example.net"), Email("e@example.org"))
    assert contact.phones[0] == Phone("+49 30 23125 107", "Mobile Number")
    assert len(contact.phones) == 5
    assert contact.addresses[1] == Address(
        street="Markt 9\nSaal", city="Halle", region="Anhalt", postal_code="06108", country="Germany", label="Work"
    )
    assert contact.organisations == (Organisation("Chorwerk e.V.", "Music", "Conductor"),)
    assert contact.urls == (
        Url("https://c.example.org"),
        Url("https://e.example.org"),
        Url("lena.chat", kind="im"),
    )
    assert contact.dates == (Date("1975-12-30", "birthday"),)
    assert [column for column, _ in contact.extra] == ["Custom 1", "Custom 2", "Custom 3", "Custom 4"]


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [("1975", "12", "30", "1975-12-30"), ("", "6", "17", "--06-17"), ("0", " 6", "17 ", "--06-17")],
)
def test_birthday(year: str, month: str, day: str, expected: str) -> None:
    dates, extra = contact_of(**{"Birth Year": year, "Birth Month": month, "Birth Day": day})
    assert dates == (Date(expected, "birthday"),)
    assert extra == {}


@pytest.mark.parametrize(("month", "day"), [("June", "17"), ("6", ""), ("", "17"), ("9" * 5000, "1"), ("٣", "1")])
def test_parts_that_make_no_day_are_kept(month: str, day: str) -> None:
    dates, extra = contact_of(**{"Birth Year": "1975", "Birth Month": month, "Birth Day": day})
    assert dates == ()
    assert extra["Birth Year"] == ("1975",)
    assert extra.get("Birth Month", ("",)) == (month,)
