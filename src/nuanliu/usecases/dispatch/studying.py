"""A week for study: numbers only. No id, no name; places turned and moved, so that they lie on no map."""

import math
from dataclasses import asdict, fields
from typing import Any

import numpy as np

from nuanliu.domain.matching.types import Floats, Snapshot, Weights

_STEP = 100.0
"""Metres to which places are rounded."""
_PLACES = ("helper_x", "helper_y", "need_x", "need_y")


def for_study(*, snapshot: Snapshot, weights: Weights) -> dict[str, Any]:
    """The question as JSON. Distances are as they are, to a hundred metres; nothing says where or who."""
    turn = 2 * math.pi * int(snapshot.hash[:8], 16) / 2**32
    east = np.concatenate((snapshot.helper_x, snapshot.need_x))
    north = np.concatenate((snapshot.helper_y, snapshot.need_y))
    east, north = _turned(east - east.mean(), north - north.mean(), turn) if len(east) else (east, north)
    split = snapshot.helpers
    places = dict(zip(_PLACES, (east[:split], north[:split], east[split:], north[split:]), strict=True))
    told: dict[str, Any] = {}
    for one in fields(snapshot):
        value = places[one.name] if one.name in _PLACES else getattr(snapshot, one.name)
        told[one.name] = value.tolist() if isinstance(value, np.ndarray) else value
    return {"weights": asdict(weights), "snapshot": told}


def _turned(east: Floats, north: Floats, turn: float) -> tuple[Floats, Floats]:
    turned = math.cos(turn) * east - math.sin(turn) * north, math.sin(turn) * east + math.cos(turn) * north
    return np.round(turned[0] / _STEP) * _STEP, np.round(turned[1] / _STEP) * _STEP
