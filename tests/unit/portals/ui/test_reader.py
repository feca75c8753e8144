import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from nuanliu.domain.network.types import ANONYMOUS
from nuanliu.portals.ui.answers import safe_next
from nuanliu.portals.ui.middleware import ReaderPreferences, WhoActs
from nuanliu.portals.ui.reader import Reader


def answered(middleware, request):
    seen = {}

    def view(request):
        seen["language"] = translation.get_language()
        return HttpResponse("好")

    return middleware(view)(request), seen


@pytest.mark.parametrize(
    ("cookie", "accepts", "language", "html_lang"),
    [
        ("", "en-GB,en;q=0.9", "zh-hans", "zh-Hans"),
        ("en", "zh-CN", "en", "en"),
        ("zh-hant", "zh-TW", "zh-hant", "zh-Hant"),
        ("fr", "fr", "zh-hans", "zh-Hans"),
        ("zh-hans", "en", "zh-hans", "zh-Hans"),
    ],
)
def test_simplified_chinese_always_and_anything_else_only_by_choice(cookie, accepts, language, html_lang):
    request = RequestFactory().get("/", headers={"accept-language": accepts})
    request.COOKIES["language"] = cookie
    response, seen = answered(ReaderPreferences, request)
    assert seen["language"] == language
    assert request.reader.language == language
    assert response.headers["Content-Language"] == html_lang
    assert translation.get_language() == "zh-hans"


@pytest.mark.parametrize(("cookie", "size"), [("", "normal"), ("large", "large"), ("xl", "xl"), ("huge", "normal")])
def test_the_size_of_letters_is_one_of_three(cookie, size):
    request = RequestFactory().get("/")
    request.COOKIES["text-size"] = cookie
    answered(ReaderPreferences, request)
    assert request.reader == Reader(language="zh-hans", text_size=size)


def test_the_public_acts_as_nobody_and_its_pages_may_be_kept():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    response, _ = answered(WhoActs, request)
    assert request.actor == ANONYMOUS
    assert request.now.tzinfo is not None
    assert "Cache-Control" not in response.headers


def test_pages_of_signed_in_people_are_never_stored():
    class SignedIn(AnonymousUser):
        is_authenticated = True

    request = RequestFactory().get("/")
    request.user = SignedIn()
    response, _ = answered(WhoActs, request)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/me/today?x=1", "/me/today?x=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_after_a_switch_one_stays_in_the_house(wanted, goes_to):
    assert safe_next(RequestFactory().post("/ui/text-size", {"next": wanted})) == goes_to
