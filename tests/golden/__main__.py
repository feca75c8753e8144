"""`python -m tests.golden`: keep the papers as they come out now. Then look at the difference."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.support.settings")
django.setup()

from django.test import override_settings  # noqa: E402 (Django must know its settings first)
from django.utils import translation  # noqa: E402

from tests.support.golden import SEAL_KEY, renew  # noqa: E402

with override_settings(SEAL_KEY=SEAL_KEY, SEAL_PUBLIC_KEYS=""), translation.override("zh-hans"):
    renew()
