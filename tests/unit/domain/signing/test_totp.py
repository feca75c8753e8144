from datetime import UTC, datetime

import pytest

from nuanliu.domain.signing import totp

SECRET = b"12345678901234567890"
"""The secret of RFC 6238, appendix B."""


@pytest.mark.parametrize(
    ("seconds", "digits"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_vectors_of_the_rfc(seconds: int, digits: str) -> None:
    moment = datetime.fromtimestamp(seconds, tz=UTC)
    assert totp.digits_of(secret=SECRET, step=totp.step_at(moment)) == digits


@pytest.mark.parametrize(("off", "found"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_off_is_near_enough(off, found) -> None:
    now = datetime(2026, 11, 2, 9, tzinfo=UTC)
    step = totp.step_at(now) + off
    typed = totp.digits_of(secret=SECRET, step=step)
    assert totp.matching_step(secret=SECRET, typed=typed, now=now) == (step if found else None)


def test_what_was_taken_is_not_taken_again() -> None:
    now = datetime(2026, 11, 2, 9, tzinfo=UTC)
    step = totp.step_at(now)
    typed = totp.digits_of(secret=SECRET, step=step)
    assert totp.matching_step(secret=SECRET, typed=typed, now=now, after=step) is None
    assert totp.matching_step(secret=SECRET, typed=typed, now=now, after=step - 1) == step


def test_the_address_says_what_every_app_reads() -> None:
    assert totp.address(secret=SECRET, issuer="暖流", account="juli") == (
        "otpauth://totp/%E6%9A%96%E6%B5%81:juli?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E6%9A%96%E6%B5%81"
        "&algorithm=SHA1&digits=6&period=30"
    )
    assert totp.written(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
