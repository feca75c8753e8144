"""Beginning a session, and what it remembers of how it began."""

import ipaddress

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from nuanliu.domain.network.models import Login
from nuanliu.domain.signing.operations import note_opened
from nuanliu.domain.signing.sessions import BEGUN_AT, BROWSER, WAY
from nuanliu.domain.signing.types import Way
from nuanliu.platform.ids import new_id
from nuanliu.portals.ui.recent import note_proof
from nuanliu.portals.ui.request import SIGNED_IN_BY_CARD, HouseRequest

BACKEND = "django.contrib.auth.backends.ModelBackend"
_PROGRAMS = (
    ("MicroMessenger", "wechat"),
    ("Edg", "edge"),
    ("Firefox", "firefox"),
    ("Chrome", "chrome"),
    ("Safari", "safari"),
)
_SYSTEMS = (
    ("OpenHarmony", "harmony"),
    ("HarmonyOS", "harmony"),
    ("Android", "android"),
    ("iPhone", "iphone"),
    ("iPad", "ipad"),
    ("Windows", "windows"),
    ("Macintosh", "mac"),
    ("Linux", "linux"),
)


def enter(request: HouseRequest, *, account: Login, way: Way) -> None:
    """`account` is signed in here from now on; who was signed in here before is not any more."""
    note_opened(login=account, way=way, now=request.now, event=new_id())
    login(request, account, backend=BACKEND)
    request.session[WAY] = way.value
    request.session[BROWSER] = browser_words(request.headers.get("User-Agent", ""))
    request.session[BEGUN_AT] = request.now.isoformat()
    if way is Way.CARD:
        request.session[SIGNED_IN_BY_CARD] = True
    note_proof(request)


def browser_words(agent: str) -> str:
    """Program and system as two codes, e.g. `wechat android`; empty ones where they cannot be told."""
    program = next((code for mark, code in _PROGRAMS if mark in agent), "other")
    system = next((code for mark, code in _SYSTEMS if mark in agent), "other")
    return f"{program} {system}"


def address_of(request: HttpRequest) -> str:
    """Where the request comes from, as far as our own proxies vouch for it; of IPv6 the network that one house has."""
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    far = chain[-settings.PROXIES] if 0 < settings.PROXIES <= len(chain) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(far)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False).network_address
    return str(address)
