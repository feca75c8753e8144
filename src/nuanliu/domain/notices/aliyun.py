"""Text messages through Alibaba Cloud's SMS service (Dysmsapi 2017-05-25), as docs/messages.md describes.

One signed POST a message. The delivery's id goes along as `OutId`, and with the number of the request as
`SignatureNonce`, which the service takes only once. When no answer came, `QuerySendDetails` is asked first whether a
message with that `OutId` left; only if not is the same request, with the same nonce, made again.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

from nuanliu.domain.notices.messages import Message
from nuanliu.domain.notices.types import Outcome
from nuanliu.platform import clock

LOOPBACK = frozenset({"127.0.0.1", "localhost"})
NEVER = frozenset(
    {
        "isv.MOBILE_NUMBER_ILLEGAL",
        "MOBILE_NOT_ON_SERVICE",
        "isv.BLACK_KEY_CONTROL_LIMIT",
        "isv.PARAM_LENGTH_LIMIT",
        "isv.INVALID_PARAMETERS",
    }
)
"""Answers after which the same message to the same number will never leave: somebody has to ring."""
NONCE_USED = "SignatureNonceUsed"
MOST_ASKED = "50"


def signature_of(*, parameters: Mapping[str, str], secret: str, method: str = "POST") -> str:
    """The service's signature of a request: HMAC-SHA1 over the sorted, percent-encoded parameters, in base64."""
    pairs = "&".join(f"{_encoded(key)}={_encoded(parameters[key])}" for key in sorted(parameters))
    text = f"{method}&{_encoded('/')}&{_encoded(pairs)}"
    return base64.b64encode(hmac.new(f"{secret}&".encode(), text.encode(), hashlib.sha1).digest()).decode()


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~")


@dataclass(frozen=True, slots=True, kw_only=True)
class AliyunSms:
    """The way out of one account. `seconds` is how long an answer is waited for."""

    endpoint: str
    key_id: str
    secret: str
    sign: str
    template: str
    seconds: float

    @classmethod
    def from_settings(cls) -> "AliyunSms":
        """What the environment says."""
        return cls(
            endpoint=settings.SMS_ENDPOINT,
            key_id=settings.SMS_KEY_ID,
            secret=settings.SMS_KEY_SECRET,
            sign=settings.SMS_SIGN,
            template=settings.SMS_TEMPLATE,
            seconds=settings.SMS_SECONDS,
        )

    def send(self, message: Message) -> Outcome:
        """Ask that it be sent; after a request without an answer, ask first whether it was."""
        now = clock.now()
        if message.is_doubtful:
            found = self._has_left(message, now=now)
            if found is not False:
                return Outcome.SENT if found else Outcome.UNKNOWN
        said = {
            "Action": "SendSms",
            "PhoneNumbers": message.to,
            "SignName": self.sign,
            "TemplateCode": self.template,
            "TemplateParam": json.dumps({"title": message.title, "body": message.body}, ensure_ascii=False),
            "OutId": message.reference,
        }
        answer = self._ask(said, nonce=f"{message.reference}-{message.request}", now=now)
        return _outcome(answer)

    def _has_left(self, message: Message, *, now: datetime) -> bool | None:
        """Whether a message with this reference was sent today; None if even that was not answered."""
        said = {
            "Action": "QuerySendDetails",
            "PhoneNumber": message.to,
            "SendDate": f"{clock.local_date(now):%Y%m%d}",
            "PageSize": MOST_ASKED,
            "CurrentPage": "1",
        }
        answer = self._ask(said, nonce=f"{message.reference}-{message.request}-asked-{now:%H%M%S%f}", now=now)
        if answer is None or answer.get("Code") != "OK":
            return None
        rows = answer.get("SmsSendDetailDTOs", {}).get("SmsSendDetailDTO", [])
        return any(row.get("OutId") == message.reference for row in rows)

    def _ask(self, said: Mapping[str, str], *, nonce: str, now: datetime) -> dict[str, Any] | None:
        """The answer as data; None if there was none in time, or none that can be read."""
        parameters = {
            "AccessKeyId": self.key_id,
            "Format": "JSON",
            "RegionId": "cn-hangzhou",
            "SignatureMethod": "HMAC-SHA1",
            "SignatureNonce": nonce,
            "SignatureVersion": "1.0",
            "Timestamp": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "Version": "2017-05-25",
            **said,
        }
        signed = {**parameters, "Signature": signature_of(parameters=parameters, secret=self.secret)}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection = _connection(self.endpoint, seconds=self.seconds)
        try:
            connection.request("POST", "/", body=urlencode(signed), headers=headers)
            found = json.loads(connection.getresponse().read())
        except (OSError, HTTPException, ValueError):
            return None
        finally:
            connection.close()
        return found if isinstance(found, dict) else None


def _connection(endpoint: str, *, seconds: float) -> HTTPConnection:
    """Encrypted, but to a server on this very machine. Raises ValueError for any other address."""
    where = urlsplit(endpoint)
    host = where.hostname or ""
    if where.scheme == "https":
        return HTTPSConnection(host, where.port, timeout=seconds)
    if where.scheme == "http" and host in LOOPBACK:
        return HTTPConnection(host, where.port, timeout=seconds)
    raise ValueError(endpoint)


def _outcome(answer: dict[str, Any] | None) -> Outcome:
    if answer is None:
        return Outcome.UNKNOWN
    code = str(answer.get("Code", ""))
    if code in {"OK", NONCE_USED}:
        return Outcome.SENT
    return Outcome.REFUSED if code in NEVER else Outcome.LATER
