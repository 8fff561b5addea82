from connectors.records import Address, Date, Email, Name, Organisation, Phone, Url
from connectors.yahoo_csv import YahooCsv
from tests.connectors.contract import document, read
from tests.connectors.csv_promises import CsvPromises


class TestYahoo(CsvPromises):
    connector = YahooCsv
    header = (
        "First,Middle,Last,Nickname,Email,Category,Distribution Lists,Yahoo! ID,Home,Work,Pager,Fax,Mobile,Other,"
        "Yahoo! Phone,Primary,Alternate Email 1,Alternate Email 2,Personal Website,Business Website,Title,Company,"
        "Work Address,Work City,Work State,Work ZIP,Work Country,Home Address,Home City,Home State,Home ZIP,"
        "Home Country,Birthday,Anniversary,Custom 1,Custom 2,Custom 3,Custom 4,Comments"
    )
    rows = (
        (
            "Diego,M,Santos,Dee,diego@example.com,Marathon;Work,Runners,dee_runs,305-555-0121,305-555-0122,305-555-0123,"
            "305-555-0124,305-555-0125,305-555-0126,305-555-0127,305-555-0128,d@example.org,d@example.net,"
            "https://d.example.org,https://s.example.org,Contractor,Santos & Sons,19 Mango Court,Miami,FL,33101,USA,"
            "2 Reef Road,Key West,FL,33040,USA,3/17/1979,6/1/2004,one,two,three,four,Runs fast"
        ),
        "Bob,,Fairweather,,bob@example.com,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,",
    )


def test_in_full() -> None:
    contact = read(YahooCsv, document(TestYahoo.sample)).contacts[0]
    assert contact.names == (Name(given="Diego", middle="M", family="Santos"), Name("Dee", kind="nickname"))
    assert contact.emails == (Email("diego@example.com"), Email("d@example.org"), Email("d@example.net"))
    assert contact.phones[:2] == (Phone("305-555-0128", "Primary", is_preferred=True), Phone("305-555-0125", "Mobile"))
    assert [phone.label for phone in contact.phones[2:]] == ["Home", "Work", "Other", "Yahoo! Phone", "Pager", "Fax"]
    assert contact.addresses == (
        Address(street="2 Reef Road", city="Key West", region="FL", postal_code="33040", country="USA", label="Home"),
        Address(street="19 Mango Court", city="Miami", region="FL", postal_code="33101", country="USA", label="Work"),
    )
    assert contact.organisations == (Organisation("Santos & Sons", title="Contractor"),)
    assert contact.urls == (
        Url("https://d.example.org", "Personal"),
        Url("https://s.example.org", "Business"),
        Url("dee_runs", kind="im", service="yahoo"),
    )
    assert contact.dates == (Date("3/17/1979", "birthday"), Date("6/1/2004", "anniversary"))
    assert contact.categories == ("Marathon", "Work")
    assert contact.note == "Runs fast"
    assert [column for column, _ in contact.extra] == [
        "Distribution Lists",
        "Custom 1",
        "Custom 2",
        "Custom 3",
        "Custom 4",
    ]
