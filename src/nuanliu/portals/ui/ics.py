"""Calendar files as RFC 5545 wants them: CRLF, lines of at most 75 octets, escaped text, moments in UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from nuanliu.platform.clock import local_date

PRODUCT = "-//nuanliu//visits//ZH"
LONGEST_LINE = 75
"""Octets, without the line break (RFC 5545, 3.1)."""
HOURS_BEFORE_ALARM = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One visit in a calendar, or (`is_public_day`) a whole day that is for everybody.

    `uid` never changes; `sequence` grows with every change a calendar must notice.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    is_cancelled: bool = False
    sequence: int = 0
    is_public_day: bool = False
    is_public: bool = False
    """For everybody, at its hours."""


def escaped(text: str) -> str:
    """A TEXT value (3.3.11): backslash, semicolon, comma and line break are escaped, other controls left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return "".join(ch for ch in plain if ch >= " " and ch != "\x7f")


def folded(line: str) -> str:
    """A content line cut at 75 octets, never inside a character; each further line begins with a space."""
    pieces, room, current = [], LONGEST_LINE, ""
    for ch in line:
        size = len(ch.encode())
        if size > room:
            pieces.append(current)
            current, room = "", LONGEST_LINE - 1
        current += ch
        room -= size
    return "\r\n ".join([*pieces, current])


def utc(moment: datetime) -> str:
    """A moment in form 2 of 3.3.5: `20261124T010000Z`."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def day_on_the_wall(moment: datetime) -> str:
    """The day of a moment, as 3.3.4 wants it: `20261124`."""
    return local_date(moment).strftime("%Y%m%d")


def calendar_text(*, name: str, events: Iterable[CalendarEvent], stamped_at: datetime) -> str:
    """The whole file; `stamped_at` is when it was made."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        *(line for event in events for line in _event(event, stamped_at)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(event: CalendarEvent, stamped_at: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{utc(stamped_at)}",
        f"SEQUENCE:{event.sequence}",
        *_when(event),
        f"SUMMARY:{escaped(event.summary)}",
        f"DESCRIPTION:{escaped(event.description)}",
        f"LOCATION:{escaped(event.location)}",
        f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
        f"TRANSP:{'TRANSPARENT' if event.is_cancelled or event.is_public_day else 'OPAQUE'}",
        f"CLASS:{'PUBLIC' if event.is_public_day or event.is_public else 'PRIVATE'}",
    ]
    if not (event.is_cancelled or event.is_public_day):
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{escaped(event.summary)}",
            f"TRIGGER:-PT{HOURS_BEFORE_ALARM}H",
            "END:VALARM",
        ]
    return [*lines, "END:VEVENT"]


def _when(event: CalendarEvent) -> list[str]:
    if event.is_public_day:
        first, after = day_on_the_wall(event.starts_at), day_on_the_wall(event.ends_at)
        return [f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{after}"]
    return [f"DTSTART:{utc(event.starts_at)}", f"DTEND:{utc(event.ends_at)}"]
