"""One worker of the peer that we are measured beside: django-hordak's two-leg transfer, each in its own transaction.

Runs in the environment of `requirements/bench.txt`. With `prepare` it makes tables and accounts instead.
"""

import json
import os
import random
import sys
import time
from decimal import Decimal
from urllib.parse import urlsplit

ACCOUNTS = 81


def configure() -> None:
    """A Django of its own with nothing but the ledger."""
    from django.conf import settings

    url = urlsplit(os.environ["DATABASE_URL"])
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path[1:],
        "USER": url.username,
        "PASSWORD": url.password,
        "HOST": url.hostname,
        "PORT": url.port,
    }
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DEFAULT_CURRENCY="CNY",
        CURRENCIES=["CNY"],
        HORDAK_DECIMAL_PLACES=2,
        USE_TZ=True,
        SECRET_KEY="benchmark",  # noqa: S106 (guards nothing)
    )
    import django

    django.setup()


def prepare() -> None:
    """Tables, and accounts to move money between."""
    from django.core.management import call_command
    from hordak.models import Account, AccountType

    call_command("migrate", verbosity=0)
    for number in range(ACCOUNTS):
        Account.objects.create(name=str(number), code=str(number), type=AccountType.asset, currencies=["CNY"])


def work(seconds: float) -> None:
    """Transfer between two accounts by chance until the time is up."""
    from django.db import transaction
    from hordak.models import Account
    from moneyed import Money

    accounts = list(Account.objects.all())
    print("ready", flush=True)
    sys.stdin.readline()
    cpu, start, done = time.process_time(), time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        giver, taker = random.sample(accounts, 2)
        with transaction.atomic():
            giver.transfer_to(taker, Money(Decimal("1.00"), "CNY"))
        done += 1
    took = time.perf_counter() - start
    print(json.dumps({"rate": done / took, "cpu_ms": 1000 * (time.process_time() - cpu) / max(done, 1)}), flush=True)


if __name__ == "__main__":
    configure()
    if sys.argv[1] == "prepare":
        prepare()
    else:
        work(float(sys.argv[3]))
