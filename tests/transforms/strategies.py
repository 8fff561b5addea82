"""Texts as address books hold them, and as nobody would write them, for the laws that every cleaner keeps."""

from hypothesis import strategies as st

PIECES = (
    *(
        "Anna",
        "JOHN",
        "smith",
        "O'Brien",
        "van",
        "der",
        "de la",
        "y",
        "Müller-Lüdenscheid",
        "McDonald",
        "STRASSE",
        "Ma",
        "MA",
    ),
    *("Dr.", "Prof.", "med.", "Frau", "M.", "Sr.", "Jr.", "III", "PhD", "Familie", "geb.", "née", "&", "und"),
    *(",", '"Bob"', "(work)", "(", ")", '"', "'", "[x]", "«", "★", "🌻", ".", "-", "·", "/", ";"),
    *("王小明", "田中", "たなか", "ジョン・スミス", "김민준", "Иванов", "Иванович", "محمد", "ﬁ", "ǅ", "İ", "ß", "é"),
    *("Acme", "GmbH", "Inc.", "& Co. KG", "株式会社", "ООО", "S.p.A.", "AG"),
    *(
        "ada@example.org",
        "<ada@example.org>",
        "mailto:",
        "info@",
        "xn--mnchen-3ya.example",
        "https://",
        "www.",
        "linkedin.com/in/ada",
    ),
    *("/pub/ada/1/2/3", "?utm_source=x", "#a", "skype:", "@ada", "%C3%BC", "%", ":80"),
    *(
        "+44 20 7946 0018",
        "0044",
        "(0)",
        "020 7946 0018",
        "ext. 12",
        ";ext=5",
        ",,5#",
        "tel:",
        "1-800-FLOWERS",
        "٠٣٠",
        "＋４４",
    ),
    *("1984-03-05", "--03-05", "1604", "3/15/85", "15.3.1985", "22 Jan 2026", "März", "circa", "T10:00:00Z", "0/0/00"),
    *(
        "home",
        "work fax",
        "_$!<Mobile>!$_",
        "* myContacts",
        "cell,voice",
        "Germany",
        "U.S.A.",
        "\n",
        "\t",
        "\u200b",
        "\x00",
        " ",
    ),
)

texts = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
)
maybe_texts = st.none() | texts
