"""The frames of the tables that say how people know each other."""

from datetime import date

import polars as pl

from configs.settings import Settings
from transforms.acquaintance.attendance import ground
from transforms.acquaintance.bridges import bridges
from transforms.acquaintance.circles import circles
from transforms.acquaintance.contexts import contexts
from transforms.acquaintance.how_we_met import how_we_met
from transforms.acquaintance.ties import ties
from transforms.tidy import Tidy


def acquaintance_frames(
    tidy: Tidy, frames: dict[str, pl.DataFrame], *, contexts_said: pl.DataFrame, settings: Settings, today: date
) -> dict[str, pl.DataFrame]:
    """The frames of context, how_we_met, tie, circle, circle_member and bridge, by their names.

    Args:
        tidy: The normalised records.
        frames: Those of the other published tables: source_record, person, person_name, person_email, person_phone,
            person_address, person_date, person_relation, affiliation, interaction, interaction_participant.
        contexts_said: What the user says of how they know people: `transforms.said.CONTEXTS_SAID`.
        settings: Whose settings these are, and how many people make a small group.
        today: What is planned for later days says nothing yet.
    """
    known = ground(frames, owner=settings.owner, today=today)
    met = how_we_met(known, contexts_said)
    known_from = contexts(tidy, known, met, contexts_said=contexts_said)
    tied = ties(known, met_group=settings.interactions.met_group)
    found, members = circles(tied, known_from, frames["person"])
    return {
        "context": known_from,
        "how_we_met": met,
        "tie": tied,
        "circle": found,
        "circle_member": members,
        "bridge": bridges(tied, members),
    }
