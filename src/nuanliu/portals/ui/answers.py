"""Answers that every portal gives: see-other after a POST, and nowhere but inside this house."""

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


class SeeOther(HttpResponseRedirect):
    """303: the act is done, now GET this page."""

    status_code = 303


def see_other(to: str, *args: object, **kwargs: object) -> SeeOther:
    """303 to a URL name with its arguments, or to a path."""
    return SeeOther(resolve_url(to, *args, **kwargs))


def safe_next(request: HttpRequest, *, fallback: str = "/") -> str:
    """The `next` that was posted or asked for, if it is a path of this house; else `fallback`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    inside = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if inside else fallback
