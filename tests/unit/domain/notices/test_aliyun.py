"""The text message provider, against a server on this machine that answers as the documented one does."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from nuanliu.domain.notices.aliyun import AliyunSms, signature_of
from nuanliu.domain.notices.messages import Message
from nuanliu.domain.notices.types import Outcome

MESSAGE = Message(to="13800000001", title="有人来帮您了", body="明天上午 9 点。", reference="0f")
AGAIN = Message(to="13800000001", title="有人来帮您了", body="明天上午 9 点。", reference="0f", is_doubtful=True)
OK = {"Code": "OK", "Message": "OK", "BizId": "9006", "RequestId": "F655"}
SILENCE = None


class Provider(HTTPServer):
    """Answers each request with the next of `answers`; keeps what was asked. A silent answer comes too late."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Desk)
        self.answers: list[Any] = []
        self.asked: list[dict[str, str]] = []
        self.is_over = threading.Event()


class Desk(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append({key: values[0] for key, values in parse_qs(text).items()})
        answer = self.server.answers.pop(0)
        if answer is SILENCE:
            self.server.is_over.wait(5)
            return
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Nothing on the console."""


@pytest.fixture
def provider() -> Iterator[Provider]:
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.is_over.set()
    server.shutdown()
    thread.join()
    server.server_close()


def port(provider: Provider) -> AliyunSms:
    return AliyunSms(
        endpoint=f"http://127.0.0.1:{provider.server_port}",
        key_id="key",
        secret="secret",
        sign="暖流",
        template="SMS_1",
        seconds=0.2,
    )


def test_the_signature_is_that_of_the_published_example() -> None:
    parameters = {
        "AccessKeyId": "testId",
        "Action": "SendSms",
        "Format": "XML",
        "OutId": "123",
        "PhoneNumbers": "15300000001",
        "RegionId": "cn-hangzhou",
        "SignName": "阿里云短信测试专用",
        "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": "45e25e9b-0a6f-4070-8c85-2956eda1b466",
        "SignatureVersion": "1.0",
        "TemplateCode": "SMS_71390007",
        "TemplateParam": '{"customer":"test"}',
        "Timestamp": "2017-07-12T02:42:19Z",
        "Version": "2017-05-25",
    }
    assert signature_of(parameters=parameters, secret="testSecret", method="GET") == "zJDF+Lrzhj/ThnlvIToysFRq6t4="


def test_a_message_is_asked_for_once_signed_with_its_reference(provider: Provider) -> None:
    provider.answers = [OK]
    assert port(provider).send(MESSAGE) is Outcome.SENT
    (asked,) = provider.asked
    signature = asked.pop("Signature")
    assert signature == signature_of(parameters=asked, secret="secret")
    wanted = {
        "Action": "SendSms",
        "PhoneNumbers": "13800000001",
        "SignName": "暖流",
        "TemplateCode": "SMS_1",
        "TemplateParam": '{"title": "有人来帮您了", "body": "明天上午 9 点。"}',
        "OutId": "0f",
        "SignatureNonce": "0f-0",
        "Version": "2017-05-25",
    }
    assert wanted.items() <= asked.items()
    assert "secret" not in str(asked)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"Code": "isv.BUSINESS_LIMIT_CONTROL"}, Outcome.LATER),
        ({"Code": "isv.AMOUNT_NOT_ENOUGH"}, Outcome.LATER),
        ({"Code": "isv.MOBILE_NUMBER_ILLEGAL"}, Outcome.REFUSED),
        ({"Code": "SignatureNonceUsed"}, Outcome.SENT),
        (b"<html>bad gateway</html>", Outcome.UNKNOWN),
        (b"[]", Outcome.UNKNOWN),
        (SILENCE, Outcome.UNKNOWN),
    ],
)
def test_every_answer_has_its_outcome(provider: Provider, answer: Any, outcome: Outcome) -> None:
    provider.answers = [answer]
    assert port(provider).send(MESSAGE) is outcome


def test_after_a_request_without_answer_it_is_asked_first_whether_it_left(provider: Provider) -> None:
    sent = {"Code": "OK", "SmsSendDetailDTOs": {"SmsSendDetailDTO": [{"OutId": "0e"}, {"OutId": "0f"}]}}
    provider.answers = [sent]
    assert port(provider).send(AGAIN) is Outcome.SENT
    assert [asked["Action"] for asked in provider.asked] == ["QuerySendDetails"]


def test_what_did_not_leave_is_asked_for_again_with_the_same_id(provider: Provider) -> None:
    provider.answers = [{"Code": "OK", "SmsSendDetailDTOs": {"SmsSendDetailDTO": []}}, OK]
    assert port(provider).send(AGAIN) is Outcome.SENT
    assert [asked["Action"] for asked in provider.asked] == ["QuerySendDetails", "SendSms"]
    assert provider.asked[1]["SignatureNonce"] == "0f-0"


def test_while_nobody_says_whether_it_left_it_is_not_sent_again(provider: Provider) -> None:
    provider.answers = [{"Code": "isp.SYSTEM_ERROR"}]
    assert port(provider).send(AGAIN) is Outcome.UNKNOWN
    assert len(provider.asked) == 1


def test_nothing_leaves_unencrypted_but_to_this_machine() -> None:
    open_wire = AliyunSms(
        endpoint="http://sms.example", key_id="k", secret="s", sign="暖流", template="SMS_1", seconds=1
    )
    with pytest.raises(ValueError, match="sms"):
        open_wire.send(MESSAGE)
