"""One worker process of the till's benchmark: redeems codes that were made beforehand, until the time is up.

Says `ready` when warm, starts at a line on its standard input, and answers with one line of JSON. `prepare` fills the
town; `measure` prints statements and CPU milliseconds from the opened QR code to done, as the web does it.
"""

import json
import os
import random
import statistics
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from nuanliu.domain.network.types import Actor

PEOPLE, CODES, SHOPS = 240, 24_000, 24
ONE = 1
"""A hundredth of a coin each, so that nobody's month is over before the time is up."""


def prepare() -> None:
    """Tables, shops with an offer each, volunteers with coins, and codes that wait."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from nuanliu.domain.alliance.codes import code_of
    from nuanliu.domain.alliance.models import Code
    from nuanliu.domain.network.types import Role
    from nuanliu.platform import clock
    from nuanliu.platform.ids import new_id
    from tests.support.alliance import cashier_of, offer_of, shop_in, spender
    from tests.support.town import Town

    town = Town.found()
    now = town.now = clock.now()
    offers = []
    for number in range(SHOPS):
        shop = shop_in(town, f"店{number}", budget=10_000_000)
        offers.append(offer_of(shop, price=ONE))
        cashier_of(town, shop, f"收银{number}", role=Role.CASHIER)
    people = [spender(town, f"志愿者{number}", coins=2000) for number in range(PEOPLE)]
    rows = []
    for number in range(CODES):
        row, person = new_id(), people[number % PEOPLE]
        rows.append(
            Code(
                site_id=person.home_site_id, id=row, person_id=person.pk, offer=offers[number % SHOPS],
                code=code_of(id=row), shown="phone", issued_at=now, expires_at=now + timedelta(days=1),
            )
        )  # fmt: skip
    Code.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)


def _cashiers() -> "dict[UUID, Actor]":
    from nuanliu.domain.network.models import Appointment
    from nuanliu.domain.network.types import Role
    from nuanliu.domain.people.queries import actor_for
    from nuanliu.platform import clock

    posts = Appointment.objects.filter(role=Role.CASHIER).select_related("holder")
    return {post.node_id: actor_for(login=post.holder, now=clock.now()) for post in posts}


def work(number: int, count: int, seconds: float) -> None:
    """Redeem until the time is up."""
    from nuanliu.domain.alliance.models import Code
    from nuanliu.platform import clock
    from nuanliu.platform.ids import new_id
    from nuanliu.usecases.redeem_at_shop import redeem

    known = Code.objects.order_by("id").values_list("code", "offer__shop_id", "used_at")
    rows = [(code, shop) for code, shop, used in list(known)[number::count] if used is None]  # nobody else's
    random.Random(number).shuffle(rows)
    waiting, cashiers = iter(rows), _cashiers()

    def act() -> None:
        code, shop = next(waiting)
        redeem(actor=cashiers[shop], code=code, token=new_id(), now=clock.now())

    for _warm in range(20):
        act()
    print("ready", flush=True)
    sys.stdin.readline()
    cpu, start, done = time.process_time(), time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        act()
        done += 1
    took = time.perf_counter() - start
    print(json.dumps({"rate": done / took, "cpu_ms": 1000 * (time.process_time() - cpu) / max(done, 1)}), flush=True)


def measure(times: int = 40) -> None:
    """Statements and CPU of the use case, and of the whole way through the web: QR opened, pressed, done page."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from nuanliu.domain.alliance.models import Code
    from nuanliu.domain.network.models import Login
    from nuanliu.platform import clock
    from nuanliu.platform.ids import new_id
    from nuanliu.usecases.redeem_at_shop import redeem
    from tests.support.signing import let_in

    cashiers = _cashiers()
    waiting = iter(list(Code.objects.filter(used_at=None).order_by("-id").values_list("code", "offer__shop_id")[:1000]))
    clients = {shop: let_in(Client(), Login.objects.get(pk=actor.id)) for shop, actor in cashiers.items()}

    def act() -> None:
        code, shop = next(waiting)
        redeem(actor=cashiers[shop], code=code, token=new_id(), now=clock.now())

    def way() -> None:
        code, shop = next(waiting)
        cache.clear()  # no person is as fast as this, and the till slows down who is
        client, address = clients[shop], reverse("merchant:till", args=[code])
        assert client.get(address).status_code == 200
        answer = client.post(address, {"token": str(new_id())})
        assert answer.status_code == 303
        assert client.get(answer.headers["Location"]).status_code == 200

    from django.core.cache import cache

    for name, one in (("redeem", act), ("QR opened, pressed, done page", way)):
        for _warm in range(5):
            one()
        with CaptureQueriesContext(connection) as seen:
            one()
        statements = str(len(seen)) if one is act else "-"
        spent = []
        for _again in range(times):
            start = time.process_time()
            one()
            spent.append(1000 * (time.process_time() - start))
        print(f"{name}\t{statements}\t{statistics.median(spent):.2f}", flush=True)


def main() -> None:
    """Arguments: `prepare`, `measure`, or mode, number of the worker, how many there are, seconds."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanliu.config.settings")
    import django

    django.setup()
    if sys.argv[1] == "prepare":
        prepare()
    elif sys.argv[1] == "measure":
        measure()
    else:
        work(int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))


if __name__ == "__main__":
    main()
