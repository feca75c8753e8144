"""The weights of the Standard in force."""

from nuanliu.domain.matching.types import Weights
from nuanliu.domain.standards.types import Standard


def weights_of(*, standard: Standard) -> Weights:
    """What a visit is worth by this Standard."""
    return Weights(
        base=standard.integer("match_points_served"),
        urgent=standard.integer("match_points_urgent"),
        frail=standard.integer("match_points_frail"),
        known=standard.integer("match_points_known"),
        speech=standard.integer("match_points_speech"),
        sex=standard.integer("match_points_sex"),
        chance=standard.integer("match_points_chance"),
        newcomer=standard.integer("match_points_new"),
        kept=standard.integer("match_points_kept"),
        kilometre=standard.integer("match_points_km"),
        load=standard.integer("match_load_percent") / 100,
    )
