"""What pages that ask the browser for a passkey share."""

import json
from typing import Any

from django.http import HttpRequest


def origin_of(request: HttpRequest) -> str:
    """This house's address as the browser says it in its answer."""
    return f"{request.scheme}://{request.get_host()}"


def asked_of_browser(asked: dict[str, Any]) -> str:
    """What the script hands to the browser: goes into an attribute of the page."""
    return json.dumps(asked, default=dict)
