"""The ways out of the house: a port takes words to one telephone and says whether they left.

Two ports for development: one writes to a file that a person or a test can read, one to the console. The inbox and the
call sheet need no port, they are pages.
"""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

from django.conf import settings

from nuanliu.domain.notices.types import Channel
from nuanliu.platform.words import masked_phone


class Port(Protocol):
    """A way out."""

    def send(self, *, to: str, title: str, body: str, reference: str) -> bool:
        """Hand the words over; False asks for another attempt later.

        `to` is a telephone number. `reference` is the delivery's id, so that a repeated send is recognised at the other
        end. Never raises for a telephone that does not answer.
        """
        ...


@dataclass(frozen=True, slots=True)
class ConsolePort:
    """Prints each message; the telephone number is masked, because consoles end up in logs."""

    channel: Channel
    stream: TextIO | None = None

    def send(self, *, to: str, title: str, body: str, reference: str) -> bool:
        """Print one line."""
        line = f"[{self.channel}] {masked_phone(to)} {title} | {body} ({reference})"
        print(line, file=self.stream or sys.stdout, flush=True)
        return True


@dataclass(frozen=True, slots=True)
class FilePort:
    """Appends each message as a line of JSON to `<channel>.jsonl` in `folder` (made if absent, readable only by us)."""

    channel: Channel
    folder: Path

    def send(self, *, to: str, title: str, body: str, reference: str) -> bool:
        """Append the line; a full or read-only disk is to be tried again."""
        line = json.dumps({"reference": reference, "to": to, "title": title, "body": body}, ensure_ascii=False)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self.folder / f"{self.channel.value}.jsonl"
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8") as file:
                file.write(f"{line}\n")
        except OSError:
            return False
        return True


def port_for(channel: Channel) -> Port:
    """The port of this installation for a channel: a file in the state folder, or the console if settings say so."""
    if getattr(settings, "NOTICE_PORT", "file") == "console":
        return ConsolePort(channel)
    return FilePort(channel, Path(settings.STATE) / "outbox")
