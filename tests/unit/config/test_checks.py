"""Settings that must not go together are refused, and the usual ones are not."""

import base64

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

KEY = base64.b64encode(b"k" * 32).decode()
OUTSIDE = ["nuanliu.example.cn"]


def ours():
    return sorted(message.id for message in run_checks() if str(message.id).startswith("nuanliu."))


def test_the_usual_settings_pass():
    assert ours() == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"DEMO": True}, []),
        ({"DEMO": True, "ALLOWED_HOSTS": OUTSIDE, "HTTPS": True}, ["nuanliu.E001"]),
        ({"DEBUG": True, "ALLOWED_HOSTS": OUTSIDE, "HTTPS": True}, ["nuanliu.E002"]),
        ({"SECRET_KEY": "short"}, ["nuanliu.E003"]),
        ({"FIELD_KEYS": ""}, ["nuanliu.E004"]),
        ({"FIELD_KEYS": "k1:bm90IDMyIGJ5dGVz"}, ["nuanliu.E004"]),
        ({"FIELD_KEYS": f"k2:{KEY},k1:{KEY}"}, []),
        ({"INDEX_KEY": "not base64!"}, ["nuanliu.E005"]),
        ({"ALLOWED_HOSTS": OUTSIDE, "HTTPS": False}, ["nuanliu.E006"]),
        ({"ALLOWED_HOSTS": OUTSIDE, "HTTPS": True}, []),
    ],
)
def test_what_must_not_go_together(settings, changes, found):
    for name, value in changes.items():
        setattr(settings, name, value)
    assert ours() == found


def test_demo_mode_listens_on_this_machine_only(settings):
    settings.DEMO = True
    with pytest.raises(CommandError, match=r"127\.0\.0\.1 only"):
        call_command("run", host="0.0.0.0", skip_checks=True)  # noqa: S104
