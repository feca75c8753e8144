import pytest
from django.test import RequestFactory

from nuanliu.portals.ui.entering import address_of, browser_words


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "address"),
    [
        (0, "", "203.0.113.7", "203.0.113.7"),
        (0, "198.51.100.1", "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (1, "192.0.2.9, 198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (2, "192.0.2.9, 198.51.100.1, 10.0.0.2", "10.0.0.1", "198.51.100.1"),
        (2, "10.0.0.2", "10.0.0.1", "10.0.0.1"),
        (1, "not an address", "10.0.0.1", "unknown"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (0, "", "::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_an_address_is_what_our_own_proxies_vouch_for(settings, proxies, forwarded, remote, address) -> None:
    settings.PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=remote, **headers)) == address


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537.36 MicroMessenger/8.0", "wechat android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537.36 Edg/120", "edge windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "safari iphone"),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb/4.1 Chrome/114 Mobile", "chrome harmony"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0", "firefox linux"),
        ("curl/8.0", "other other"),
        ("", "other other"),
    ],
)
def test_a_browser_is_told_by_program_and_system(agent, words) -> None:
    assert browser_words(agent) == words
