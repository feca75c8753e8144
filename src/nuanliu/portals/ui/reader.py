"""What a reader chose about the page: language and size of letters. Kept in two cookies, no account needed."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXT_SIZES: dict[str, Promise] = {"normal": _("标准"), "large": _("大"), "xl": _("特大")}
LANGUAGES = {"zh-hans": "中文", "zh-hant": "繁體", "en": "English"}
_HTML = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
ONE_YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True, kw_only=True)
class Reader:
    """`language` is a key of LANGUAGES, `text_size` a key of TEXT_SIZES."""

    language: str = "zh-hans"
    text_size: str = "normal"

    @property
    def html_lang(self) -> str:
        """The value of `<html lang>`."""
        return _HTML.get(self.language, self.language)


def reader_of(request: HttpRequest) -> Reader:
    """The reader's choices from the cookies; Chinese in the standard size unless they say otherwise."""
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    text_size = request.COOKIES.get(settings.TEXT_SIZE_COOKIE_NAME, "")
    return Reader(
        language=language if language in LANGUAGES else "zh-hans",
        text_size=text_size if text_size in TEXT_SIZES else "normal",
    )


def remember(response: HttpResponse, *, name: str, value: str) -> None:
    """Keep one choice for a year."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=ONE_YEAR, samesite="Lax", secure=secure, httponly=True)
