"""One worker process of the certification benchmark: certifies its share of waiting visits until the time is up.

Says `ready` when warm, starts at a line on its standard input, and answers with one line of JSON.
"""

import json
import os
import sys
import time


def main() -> None:
    """Arguments: number of the worker, how many workers there are, seconds."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanliu.config.settings")
    number, workers, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    import django

    django.setup()
    from nuanliu.domain.care.models import Visit
    from nuanliu.domain.network.models import Appointment
    from nuanliu.domain.network.types import Role
    from nuanliu.domain.people.queries import actor_for
    from nuanliu.platform import clock
    from nuanliu.usecases.certify_visit import certify_visit

    now = clock.now().replace(year=clock.now().year + 20)
    holder = Appointment.objects.filter(role=Role.CERTIFIER).order_by("id")[number].holder
    waiting = list(Visit.objects.filter(state="confirmed").order_by("id").values_list("id", flat=True))[number::workers]
    actor = actor_for(login=holder, now=now)
    print("ready", flush=True)
    sys.stdin.readline()
    cpu, start, done = time.process_time(), time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        certify_visit(actor=actor, visit_id=waiting[done], now=now)
        done += 1
    took = time.perf_counter() - start
    print(json.dumps({"rate": done / took, "cpu_ms": 1000 * (time.process_time() - cpu) / max(done, 1)}), flush=True)


if __name__ == "__main__":
    main()
