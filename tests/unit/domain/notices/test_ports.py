"""What leaves the house in development."""

import io
import json
from pathlib import Path

from nuanliu.domain.notices.aliyun import AliyunSms
from nuanliu.domain.notices.messages import Message
from nuanliu.domain.notices.ports import ConsolePort, FilePort, port_for
from nuanliu.domain.notices.types import Channel, Outcome

WORDS = {"to": "13800000001", "title": "有人来帮您了", "body": "明天上午 9 点。", "reference": "0f"}
MESSAGE = Message(**WORDS)


def test_the_console_shows_the_words_and_hides_the_number() -> None:
    stream = io.StringIO()
    assert ConsolePort(Channel.SMS, stream).send(MESSAGE) is Outcome.SENT
    assert stream.getvalue() == "[sms] 138****0001 有人来帮您了 | 明天上午 9 点。 (0f)\n"


def test_the_file_has_a_line_a_message_and_only_we_read_it(tmp_path: Path) -> None:
    port = FilePort(Channel.VOICE, tmp_path / "outbox")
    assert [port.send(MESSAGE), port.send(MESSAGE)] == [Outcome.SENT, Outcome.SENT]
    path = tmp_path / "outbox" / "voice.jsonl"
    assert [json.loads(line) for line in path.read_text().splitlines()] == [WORDS, WORDS]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_cannot_be_written_is_to_be_tried_again(tmp_path: Path) -> None:
    blocked = tmp_path / "outbox"
    blocked.write_text("a file where the folder should be")
    assert FilePort(Channel.SMS, blocked).send(MESSAGE) is Outcome.LATER


def test_the_installation_chooses_its_port(settings, tmp_path: Path) -> None:
    settings.STATE = tmp_path
    assert port_for(Channel.SMS) == FilePort(Channel.SMS, tmp_path / "outbox")
    settings.NOTICE_PORT = "console"
    assert port_for(Channel.SMS) == ConsolePort(Channel.SMS)
    settings.NOTICE_PORT = "aliyun"
    assert port_for(Channel.SMS) == AliyunSms.from_settings()
    assert port_for(Channel.VOICE) == FilePort(Channel.VOICE, tmp_path / "outbox")
