"""What every answer carries, whatever became of the request; and what no address and no log ever holds."""

import logging
import os
import subprocess
import sys

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from nuanliu.portals.public.checking import MOST_A_MINUTE
from nuanliu.portals.ui import views
from tests.integration.portals.test_matrix import canaries_in
from tests.support.addresses import addresses
from tests.support.looks import client_of
from tests.support.pages import links_of
from tests.support.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CSP = (
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
)


def _bursting(_request):
    raise RuntimeError("a fault of ours")


@pytest.fixture
def answers(everybody: World, settings, monkeypatch, tmp_path):
    """One answer of every kind: page, redirect, refusals, not found, our own fault, a static file."""
    settings.SECURE_HSTS_SECONDS, settings.DEBUG = 31_536_000, False
    monkeypatch.setattr(views, "text_size", _bursting)
    client = Client(raise_request_exception=False)
    strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
    with time_machine.travel(NOW, tick=False):
        yield {
            200: client.get("/", secure=True),
            303: client.get(reverse("mine:home"), secure=True),
            400: client.get("/", secure=True, headers={"host": "evil.example"}),
            403: strict.post(reverse("public:sign-in"), {"username": "x"}, secure=True),
            404: client.get("/nowhere", secure=True),
            405: client.post(reverse("public:check"), {}, secure=True),
        }


def test_every_answer_carries_the_policy_and_the_headers(answers):
    wrong = []
    for status, answer in answers.items():
        held = answer.headers
        if answer.status_code != status:
            wrong.append(f"{status} is {answer.status_code}")
        policy = held.get("Content-Security-Policy", "")
        wrong += [f"{status}: no {part}" for part in CSP if part not in policy]
        wrong += [f"{status}: {word}" for word in ("unsafe-inline", "unsafe-eval", "*") if word in policy]
        for name, value in {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }.items():
            if held.get(name) != value:
                wrong.append(f"{status}: {name} is {held.get(name)}")
        if "max-age=31536000" not in held.get("Strict-Transport-Security", ""):
            wrong.append(f"{status}: no HSTS")
        wrong += [f"{status}: no {name}" for name in ("Permissions-Policy",) if name not in held]
        wrong += [
            f"{status}: {name}" for name in ("Server", "X-Powered-By", "Access-Control-Allow-Origin") if name in held
        ]
    assert wrong == []


def test_our_own_fault_says_nothing_and_carries_the_policy(settings, monkeypatch, db):
    """A view bursts: the answer is our page, without a word of what it was."""
    from django.urls import path  # noqa: PLC0415

    from nuanliu.config import urls  # noqa: PLC0415

    monkeypatch.setattr(urls, "urlpatterns", [path("burst", _bursting), *urls.urlpatterns])
    settings.ROOT_URLCONF = "nuanliu.config.urls"
    from django.urls import clear_url_caches  # noqa: PLC0415

    clear_url_caches()
    try:
        answer = Client(raise_request_exception=False).get("/burst")
    finally:
        monkeypatch.undo()
        clear_url_caches()
    assert answer.status_code == 500
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "RuntimeError" not in answer.content.decode()
    assert "a fault of ours" not in answer.content.decode()


def test_over_https_the_installation_is_strict_and_django_finds_nothing(tmp_path):
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("NUANLIU_", "DATABASE_URL", "DJANGO_"))
        },
        "NUANLIU_STATE": str(tmp_path),
        "NUANLIU_HTTPS": "1",
        "NUANLIU_HOSTS": "bank.example.org",
        "DJANGO_SETTINGS_MODULE": "nuanliu.config.settings",
    }
    command = [sys.executable, "-m", "nuanliu", "check", "--deploy", "--fail-level", "INFO"]
    checked = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (checked.returncode, "no issues" in checked.stdout) == (0, True), checked.stderr
    asked = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, "
        "s.LANGUAGE_COOKIE_NAME, s.TEXT_SIZE_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
        "s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH, s.SECURE_SSL_REDIRECT)"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True
    ).stdout.split()
    assert said == [
        *(f"__Host-{name}" for name in ("sessionid", "csrftoken", "language", "text-size")),
        "True", "True", "31536000", "None", "/", "True",
    ]  # fmt: skip


def test_signing_out_clears_what_the_browser_holds(everybody: World):
    with time_machine.travel(NOW, tick=False):
        client = client_of(everybody, "clerk")
        out = client.post(reverse("public:sign-out"), {"token": "x"})
        assert out.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert client.get(reverse("hotline:home")).status_code == 303


def test_cookies_are_for_the_server_only(everybody: World):
    client = Client()
    client.get(reverse("public:sign-in"))
    client.post(reverse("ui:text-size"), {"size": "xl", "token": "x"})
    held = {name: (one["httponly"], one["samesite"]) for name, one in client.cookies.items()}
    assert held
    assert set(held.values()) == {(True, "Lax")}


def test_no_log_holds_personal_data(everybody: World, caplog, settings):
    """What is typed and asked for in vain; that no page that is shown is logged with it: `test_pages.py`."""
    caplog.set_level(logging.DEBUG)
    with time_machine.travel(NOW, tick=False):
        client = client_of(everybody, "clerk")
        client.get("/nowhere/13985800001")
        client.post(reverse("hotline:home"), {"q": "13985800001"})
    assert canaries_in(everybody, caplog.text.replace("/nowhere/13985800001", "")) == set()
    assert "/nowhere/" in caplog.text, "the log was listened to"


def test_who_was_refused_where_is_logged_by_id(everybody: World, caplog):
    with time_machine.travel(NOW, tick=False):
        person = everybody.homes["elsewhere"].elder.pk
        assert client_of(everybody, "clerk").get(reverse("desk:person", args=[person])).status_code == 404
    assert f"not visible: desk:person for {everybody.people['clerk'].pk}" in caplog.text


def test_a_planted_address_would_be_found(everybody: World):
    phone = everybody.canaries["elder of hers"].phone
    assert canaries_in(everybody, links_of(f'<a href="/people?q={phone}">x</a>')) == {"phone of the elder of hers"}


def test_checking_codes_is_slowed_down_and_says_the_same_of_all(everybody: World):
    cache.clear()
    client, other = Client(), Client(REMOTE_ADDR="192.0.2.7")
    address = reverse("public:check")
    with time_machine.travel(NOW, tick=False):
        first = [client.get(address, {"code": "7K3M-9QPT-2XW8"}).status_code for _one in range(MOST_A_MINUTE)]
        slowed = client.get(address, {"code": "7K3M-9QPT-2XW8"})
        assert set(first) == {200}
        assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "60")
        assert "请等一分钟" in slowed.content.decode()
        assert client.get(address).status_code == 200, "the empty form is always there"
        assert other.get(address, {"code": "nonsense"}).status_code == 200, "another address is not slowed down"


def test_methods_that_show_requests_are_refused(everybody: World):
    names = [address for address in addresses() if not address.arguments][:20]
    client = Client()
    assert {client.generic("TRACE", address.path({})).status_code for address in names} <= {303, 404, 405}
