"""`kith reconnect`: whom it is time to be in touch with again, and why."""

from typing import TYPE_CHECKING

from flows.cli.channel_words import told_channel
from flows.cli.console import out, plain
from flows.cli.owners import Owner, owner_meant
from flows.cli.questions import NOTHING_HAPPENED, Asked, AsOf, IsSql, Limit, Style, ago, answer, day_asked
from flows.cli.state_words import told_one_sided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reading import Row


def reconnect(
    style: Style = "text",
    limit: Limit = None,
    as_of: AsOf = "today",
    is_sql: IsSql = False,
    owner: Owner = None,
) -> None:
    """Show whom it is time to be in touch with again: why, what you did last, and what is planned.

    First those of whom you said how often (`kith cadence`), then the closest. Who is met soon anyway isn't due.
    """
    from configs.settings import load_settings
    from warehouse.relationship_reading import RelationshipReader

    settings, asked = load_settings(), Asked.of(style, limit, is_sql=is_sql)
    day = day_asked(settings, as_of)
    with RelationshipReader.open(settings.home) as reader:
        whose = owner_meant(reader, settings, owner)

        def show(rows: "Sequence[Row]") -> None:
            if rows:
                _print_due(rows)
            elif reader.ask("recent", owner=whose, as_of=day, most=1):
                out.say("Nobody is due: you are in touch with everybody as often as you usually are.")
            else:
                out.say(NOTHING_HAPPENED)

        answer(reader, asked, "reconnect", show=show, owner=whose, as_of=day)


def _print_due(rows: "Sequence[Row]") -> None:
    from flows.cli.person_card import grid

    listed = grid(3)
    for row in rows:
        since = f"since {row['reconnect_on']}" if row["overdue_days"] else "today"
        listed.add_row(f"[bold]{plain(row['full_name'])}[/]", _last(row), f"{plain(row['why'])}, due {since}")
        beneath = _beneath(row), _planned(row)
        if any(beneath):
            listed.add_row("", *(f"[dim]{cell}[/]" for cell in beneath))
    out.print(listed)


def _last(row: "Row") -> str:
    """When the last contact was, and what it was where that is known."""
    if row["state"] == "one_sided":
        return told_one_sided(row)
    if row["last_contact_on"] is None:
        return "no contact yet"
    is_met = row["last_met_on"] == row["last_contact_on"]
    if is_met and row["last_title"]:
        return f"{ago(row['days_since'])}: {plain(row['last_title'])}"
    is_last = row["last_on"] == row["last_contact_on"]
    return ago(row["days_since"]) + (f": {told_channel(row['last_channel'])}" if is_last else "")


def _beneath(row: "Row") -> str:
    """How to reach somebody, and when they were met last if something was written since."""
    profile = f"linkedin.com/in/{row['linkedin_slug']}" if row["linkedin_slug"] else ""
    parts = [row["phone"] or row["email"] or profile]
    if row["last_met_on"] and row["last_met_on"] != row["last_contact_on"]:
        title = f": {row['last_title']}" if row["last_title"] else ""
        parts.append(f"met {row['last_met_on']}{title}")
    return plain(" · ".join(part for part in parts if part))


def _planned(row: "Row") -> str:
    if row["next_on"] is None:
        return ""
    return f"planned {row['next_on']}" + (f": {plain(row['next_title'])}" if row["next_title"] else "")
