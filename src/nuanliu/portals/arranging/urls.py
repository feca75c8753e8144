"""The addresses of these pages inside a portal."""

from django.urls import URLPattern, path

from nuanliu.portals.arranging import (
    changing,
    disputing,
    following,
    gatherings,
    placing,
    questions,
    regulars,
    statement,
    weekly,
)
from nuanliu.portals.arranging.side import FindSide, seen_from

VISIT = "arrangements/<uuid:need_id>/<uuid:visit_id>"
PAGES = (
    ("ask", questions.what, "ask"),
    ("ask/day", questions.day, "ask-day"),
    ("ask/part", questions.part, "ask-part"),
    ("ask/hour", questions.hour, "ask-hour"),
    ("ask/length", questions.length, "ask-length"),
    ("ask/payer", questions.payer, "ask-payer"),
    ("ask/word", questions.word, "ask-word"),
    ("ask/note", placing.note, "ask-note"),
    ("ask/check", placing.check, "ask-check"),
    ("ask/weekly", weekly.check, "ask-weekly"),
    ("ask/done/<uuid:need_id>", placing.asked, "asked"),
    ("arrangements", following.arrangements, "arrangements"),
    ("arrangements/<uuid:need_id>", following.need, "need"),
    ("arrangements/<uuid:need_id>/cancel", following.cancel, "cancel"),
    (f"{VISIT}/came", following.came, "came"),
    (f"{VISIT}/not-came", following.not_came, "not-came"),
    (f"{VISIT}/said", following.said, "said"),
    ("arrangements/<uuid:need_id>/change", changing.change, "change"),
    ("regulars", regulars.regulars, "regulars"),
    ("regulars/<uuid:pair_id>", regulars.regular, "regular"),
    (f"{VISIT}/object", disputing.object_to, "object"),
    ("weekly/<uuid:series_id>", weekly.series, "series"),
    ("weekly/<uuid:series_id>/change", weekly.change, "series-change"),
    ("weekly/<uuid:series_id>/pause", weekly.pause, "series-pause"),
    ("weekly/<uuid:series_id>/end", weekly.end, "series-end"),
    ("gatherings", gatherings.gatherings, "gatherings"),
    ("gatherings/<uuid:gathering_id>", gatherings.gathering, "gathering"),
    ("time", following.time, "time"),
    ("time/statement", statement.statement, "statement"),
)


def pages(find: FindSide, *, prefix: str = "") -> list[URLPattern]:
    """Every page, below `prefix`, as seen from the side that `find` gives."""
    return [path(f"{prefix}{where}", seen_from(find, page), name=name) for where, page, name in PAGES]
