"""The two switches that every page carries: size of letters, language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from nuanliu.portals.ui.answers import safe_next, see_other
from nuanliu.portals.ui.reader import LANGUAGES, TEXT_SIZES, remember


@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    """Remember the size in `size` and go back; an unknown size changes nothing."""
    response = see_other(safe_next(request))
    if (size := request.POST.get("size", "")) in TEXT_SIZES:
        remember(response, name=settings.TEXT_SIZE_COOKIE_NAME, value=size)
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language in `language` and go back; an unknown one changes nothing."""
    response = see_other(safe_next(request))
    if (code := request.POST.get("language", "")) in LANGUAGES:
        remember(response, name=settings.LANGUAGE_COOKIE_NAME, value=code)
    return response
