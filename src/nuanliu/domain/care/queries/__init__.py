"""Reading needs and visits. Everything a person sees goes through here with the one who asks."""

from nuanliu.domain.care.queries.board import Column, board, board_column, column_labels
from nuanliu.domain.care.queries.needs import (
    access_need,
    access_visit,
    address_for_helper,
    address_opens_at,
    helper_sheet,
    needs_of,
    needs_within,
    next_need_of,
    visits_by_id,
    visits_of,
    visits_today,
)
from nuanliu.domain.care.queries.story import StoryLine, story_of_need

__all__ = [
    "Column",
    "StoryLine",
    "access_need",
    "access_visit",
    "address_for_helper",
    "address_opens_at",
    "board",
    "board_column",
    "column_labels",
    "helper_sheet",
    "needs_of",
    "needs_within",
    "next_need_of",
    "story_of_need",
    "visits_by_id",
    "visits_of",
    "visits_today",
]
