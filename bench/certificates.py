"""A batch of certificates: numbered, signed, written and put together, by one worker; certificates a second.

Into an empty SQLite file of its own, or, with DATABASE_URL, into an empty database of PostgreSQL.
"""

import os
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

MOST = int(os.environ.get("NUANLIU_BENCH_CERTIFICATES", "10000"))


def main() -> None:
    """Print certificates a second, all of it and by step, and CPU milliseconds for each."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanliu.config.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _run()


def _run() -> None:
    from django.db import connection

    from nuanliu.domain.certificates.models import BatchPart, Certificate
    from nuanliu.platform import clock
    from nuanliu.usecases.make_certificates import continue_batch

    batch = _asked()
    steps = {"issued": [0.0, 0.0], "drawn": [0.0, 0.0]}
    is_more = True
    while is_more:
        batch.refresh_from_db()
        step = steps["issued" if batch.issued < batch.total else "drawn"]
        wall, cpu = time.perf_counter(), time.process_time()
        is_more = continue_batch(batch_id=batch.pk, now=clock.now())
        step[0] += time.perf_counter() - wall
        step[1] += time.process_time() - cpu
    assert Certificate.objects.count() == MOST
    size = sum(len(bytes(part.pdf)) for part in BatchPart.objects.iterator(chunk_size=1))
    wall, cpu = (sum(step[at] for step in steps.values()) for at in (0, 1))
    print(f"\n{connection.vendor}: {MOST} certificates of honour in one batch, {size / 1e6:.0f} MB of PDF")
    print(f"{'':34} {'a second':>10} {'CPU ms each':>14}")
    for name, (step_wall, step_cpu) in {"all of it": (wall, cpu), **steps}.items():
        print(f"{name:34} {MOST / step_wall:>10.1f} {1000 * step_cpu / MOST:>14.2f}")


def _asked() -> Any:
    from nuanliu.domain.certificates.facts import Award
    from nuanliu.domain.network.models import Login
    from nuanliu.domain.network.operations import appoint, create_node
    from nuanliu.domain.network.types import NodeKind, Role
    from nuanliu.domain.people.models import Person
    from nuanliu.domain.people.queries import actor_for
    from nuanliu.platform import clock
    from nuanliu.platform.ids import new_id
    from nuanliu.usecases.issue_certificates import issue_certificates

    now = clock.now() - timedelta(minutes=1)
    city = create_node(kind=NodeKind.CITY, code="520200", name="六盘水市", parent=None, at=now, actor_id=None)
    county = create_node(kind=NodeKind.COUNTY, code="520203", name="六枝特区", parent=city, at=now, actor_id=None)
    site = create_node(kind=NodeKind.COMMUNITY, code="WHL", name="文化路社区", parent=county, at=now, actor_id=None)
    logins = [Login(id=new_id(), username=f"b-{number}", created_at=now) for number in range(MOST + 1)]
    Login.objects.bulk_create(logins, batch_size=1000)
    people = [
        Person(
            login=login, name=f"陈{chr(0x4E00 + n % 5000)}{chr(0x5E00 + n % 999)}", home_site=site, registered_at=now
        )
        for n, login in enumerate(logins)
    ]
    Person.objects.bulk_create(people, batch_size=1000)
    appoint(holder=logins[-1], node=city, role=Role.BUREAU_STANDARDS, at=now, actor_id=None)
    first, last = date(now.year, 1, 1), date(now.year, 12, 31)
    awards = [
        Award(
            key=new_id(), title="优秀志愿者", words=f"全年志愿服务 {n % 300 + 20} 小时，风雨无阻，情暖凉都。",
            person_id=person.pk, minutes=(n % 300 + 20) * 60, services=n % 90, first_day=first, last_day=last,
        )
        for n, person in enumerate(people[:-1])
    ]  # fmt: skip
    return issue_certificates(
        actor=actor_for(login=logins[-1], now=clock.now()),
        issuer_id=city.pk,
        name="年度表彰",
        awards=awards,
        with_seal=False,
        check_address="https://nuanliu.example.cn/check",
        token=new_id(),
        now=clock.now(),
    )
