"""When the database is not to be had: a plain page that needs none, with the telephone and a button to press again.

What a form had sent stands in the page, under the same token, so that pressing again is the same act. These are the
handlers that the URLs name for 500 and 400, because an error in a middleware (the session's, at the end of a request)
reaches no middleware of ours.
"""

import sys

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views import defaults

from nuanliu.platform.retry import UnableNow, refusal_of
from nuanliu.portals.ui.reader import reader_of

RETRY_AFTER_SECONDS = 60
NEVER_SHOWN = frozenset({"password", "pin", "digits", "answer"})
"""What is not written into a page; such a form is filled in again."""
TOKENS = frozenset({"token", "csrfmiddlewaretoken"})
SURFACES = {
    "elder": "elder",
    "family": "phone",
    "volunteer": "phone",
    "merchant": "phone",
    "hotline": "desk",
    "desk": "desk",
    "bureau": "desk",
    "public:sign-in-card": "elder",
}
"""The surface of a portal's pages, by namespace or view."""


def failed(request: HttpRequest) -> HttpResponse:
    """The page for an error of ours, or for a database that is not to be had (503)."""
    return _not_to_be_had(request, sys.exception()) or defaults.server_error(request)


def misread(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that we cannot read; a session that could not be written down looks like one."""
    return _not_to_be_had(request, exception) or defaults.bad_request(request, exception)


def _not_to_be_had(request: HttpRequest, failure: BaseException | None) -> HttpResponse | None:
    reader = reader_of(request)
    with translation.override(reader.language):
        refusal = _refusal_behind(failure)
        if refusal is None:
            return None
        context = {
            "reader": reader,
            "surface": _surface(request),
            "code": refusal.code,
            "here": "/" + request.get_full_path().lstrip("/"),
            **_what_was_sent(request),
        }
        page = render_to_string("503.html", context)
    headers = {
        "Retry-After": str(RETRY_AFTER_SECONDS),
        "Cache-Control": "no-store",
        "Content-Language": reader.html_lang,
    }
    return HttpResponse(page, status=503, headers=headers)


def _refusal_behind(failure: BaseException | None) -> UnableNow | None:
    """What the database's error, somewhere behind `failure`, comes to; None if there is none, or it is ours."""
    while failure is not None:
        refusal = refusal_of(failure) if isinstance(failure, Error) else None
        if isinstance(failure, UnableNow):
            refusal = failure
        if refusal is not None:
            return refusal
        failure = failure.__cause__ or failure.__context__
    return None


def _what_was_sent(request: HttpRequest) -> dict[str, object]:
    """What a form had sent, if it can be sent again from the page: no files, no secrets. The tokens stand apart."""
    if request.method != "POST" or request.FILES or NEVER_SHOWN & set(request.POST):
        return {"may_send": False}
    every = [(name, value) for name, values in request.POST.lists() for value in values]
    return {
        "may_send": True,
        "fields": [(name, value) for name, value in every if name not in TOKENS],
        "token": request.POST.get("token", ""),
        "csrf_token": request.POST.get("csrfmiddlewaretoken", ""),
    }


def _surface(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None:
        return "public"
    return SURFACES.get(match.view_name) or SURFACES.get(match.namespace, "public")
