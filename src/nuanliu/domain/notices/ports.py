"""The ways out of the house: a port takes words to one telephone and says whether they left.

Two ports for development: one writes to a file that a person or a test can read, one to the console. One sends text
messages through a provider (`aliyun`). The inbox and the call sheet need no port, they are pages.
"""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

from django.conf import settings

from nuanliu.domain.notices.aliyun import AliyunSms
from nuanliu.domain.notices.messages import Message
from nuanliu.domain.notices.types import Channel, Outcome
from nuanliu.platform.words import masked_phone


class Port(Protocol):
    """A way out."""

    def send(self, message: Message) -> Outcome:
        """Hand the words over. Never raises for a telephone, or another end, that does not answer."""
        ...


@dataclass(frozen=True, slots=True)
class ConsolePort:
    """Prints each message; the telephone number is masked, because consoles end up in logs."""

    channel: Channel
    stream: TextIO | None = None

    def send(self, message: Message) -> Outcome:
        """Print one line."""
        line = f"[{self.channel}] {masked_phone(message.to)} {message.title} | {message.body} ({message.reference})"
        print(line, file=self.stream or sys.stdout, flush=True)
        return Outcome.SENT


@dataclass(frozen=True, slots=True)
class FilePort:
    """Appends each message as a line of JSON to `<channel>.jsonl` in `folder` (made if absent, readable only by us)."""

    channel: Channel
    folder: Path

    def send(self, message: Message) -> Outcome:
        """Append the line; a full or read-only disk is to be tried again."""
        said = {"reference": message.reference, "to": message.to, "title": message.title, "body": message.body}
        line = json.dumps(said, ensure_ascii=False)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self.folder / f"{self.channel.value}.jsonl"
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8") as file:
                file.write(f"{line}\n")
        except OSError:
            return Outcome.LATER
        return Outcome.SENT


def port_for(channel: Channel) -> Port:
    """The port of this installation for a channel: what the settings say, else a file in the state folder."""
    if settings.NOTICE_PORT == "console":
        return ConsolePort(channel)
    if settings.NOTICE_PORT == "aliyun" and channel is Channel.SMS:
        return AliyunSms.from_settings()
    return FilePort(channel, Path(settings.STATE) / "outbox")
