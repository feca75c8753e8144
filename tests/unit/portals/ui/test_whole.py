"""A number stays with its hour or unit at the end of a line."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from nuanliu.portals.ui.templatetags import ui

NINE = datetime(2026, 11, 24, 1, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "11月24日 星期二 上午\u00a09\u00a0点 20\u00a0分"), ("en", "Tue 24 Nov, 9:20\u00a0am")],
)
def test_a_moment_breaks_only_between_its_parts(language: str, said: str) -> None:
    with translation.override(language):
        assert ui.moment(NINE) == said


def test_minutes_do_not_break() -> None:
    assert ui.minutes(150) == "2\u00a0小时 30\u00a0分"
    assert ui.minutes(None) == ""
