"""The numbers that a relationship is judged by, beside those that the user sets."""

from typing import Final

import polars as pl

from configs.settings import Interactions

ACTIVE_GAPS: Final = 1.5
"""Usual gaps since the last contact up to which a relationship is active, and after which one is due."""

COOLING_GAPS: Final = 3.0
"""Usual gaps since the last contact up to which it is cooling."""

DEEP_SHARE: Final = 0.25
"""The share of the owner's people, of those with any depth, whose relationship is deep."""

DEEP_AT_LEAST: Final = 1.5
"""The depth that is deep at least, in meetings for two: of few people the deepest quarter may be hardly known."""

PRIOR_GAPS: Final = 2
"""For how many observed gaps the expected one stands."""

GAPS_KEPT: Final = 20
"""Of how many gaps the median is taken: those of late, since rhythms change over the years."""

SHORTEST_GAP: Final = 7
"""Days between contacts that are usual at least: a long weekend makes nobody dormant whom one meets every day."""


def relationship_rule(settings: Interactions) -> pl.DataFrame:
    """One row: half_life_days, usual_gap_days, new_days, active_gaps, cooling_gaps, deep_share, deep_at_least."""
    return pl.DataFrame(
        {
            "half_life_days": [settings.half_life_days],
            "usual_gap_days": [settings.usual_gap_days],
            "new_days": [settings.new_days],
            "active_gaps": [ACTIVE_GAPS],
            "cooling_gaps": [COOLING_GAPS],
            "deep_share": [DEEP_SHARE],
            "deep_at_least": [DEEP_AT_LEAST],
        },
        schema_overrides=dict.fromkeys(("half_life_days", "usual_gap_days", "new_days"), pl.Int32),
    )
