"""The task that carries a one-time code out of the house, after the asking has been committed."""

from django.conf import settings
from django.utils.translation import gettext as _
from django_tasks import task

from nuanliu.domain.notices.messages import Message
from nuanliu.domain.notices.ports import port_for
from nuanliu.domain.notices.types import Channel as Way
from nuanliu.domain.notices.types import Outcome
from nuanliu.domain.signing.models import OneTimeCode
from nuanliu.domain.signing.operations import logins_with_phone
from nuanliu.domain.signing.types import Channel, Purpose
from nuanliu.domain.signing.written import code_of, phone_of
from nuanliu.platform import clock

WAYS = {Channel.SMS: Way.SMS, Channel.VOICE: Way.VOICE}


@task()
def carry_code(code_id: str) -> str:
    """Send one code. To a number that nobody here has, nothing goes out: that is decided here, where nobody waits."""
    code = OneTimeCode.objects.filter(pk=code_id, used_at=None, expires_at__gt=clock.now()).first()
    if code is None:
        return "nothing to do"
    phone = phone_of(code)
    if code.purpose == Purpose.SIGN_IN and not logins_with_phone(phone=phone):
        return "nobody"
    number = code_of(code_id=code.pk)
    said = " ".join(number) if code.channel == Channel.VOICE else number
    body = _("%(brand)s验证码：%(number)s。10 分钟内有效。不要告诉别人，工作人员也不会问。") % {
        "brand": settings.BRAND,
        "number": said,
    }
    port = port_for(WAYS[Channel(code.channel)])
    sent = port.send(Message(to=phone, title=_("登录验证码"), body=body, reference=str(code.pk)))
    return "sent" if sent is Outcome.SENT else "failed"
