"""A process that has Django ready and forks clients that post without end, each until it is killed or cut off.

It is told on its input, a line a client: path of the log, seed, and the place as a pickle in base64. It answers the id
of the client's process. Only a fork is as quick as two hundred crashes need.
"""

import base64
import os
import pickle
import signal
import sys
import traceback
from pathlib import Path
from random import Random
from typing import NoReturn


def main() -> None:
    import django  # noqa: PLC0415 (the settings are in the environment by now)

    django.setup()
    from tests.campaigns.crash import acts  # noqa: PLC0415

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever ends is gone without being asked for
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        log, seed, place = line.split()
        client = os.fork()
        if not client:
            _post_steadily(Path(log), int(seed), pickle.loads(base64.b64decode(place)), acts)  # noqa: S301 (our own)
        sys.stdout.write(f"{client}\n")
        sys.stdout.flush()


def _post_steadily(path: Path, seed: int, place: object, acts: object) -> NoReturn:
    from django.db import Error, connection  # noqa: PLC0415

    from nuanliu.domain.ledger.operations import post_many  # noqa: PLC0415
    from nuanliu.platform.db import durable  # noqa: PLC0415

    log, lot = acts.Log(path), Random(seed)
    try:
        for pragma in filter(None, os.environ.get("NUANLIU_CRASH_PRAGMAS", "").split(";")):
            with connection.cursor() as cursor:
                cursor.execute(pragma)
        while True:
            requests = acts.draw(place, lot)
            log.sent(requests)
            if lot.random() < 0.5:
                with durable():
                    results = post_many(requests)
            else:
                results = post_many(requests)
            assert all(result.stands for result in results), results
            log.acknowledged()
    except Error:
        pass  # the server is gone; what is in the log tells the rest
    except BaseException:  # noqa: BLE001 (whatever it is, it must be seen and must not go on in a copy of the nursery)
        traceback.print_exc()
    os._exit(0)


if __name__ == "__main__":
    main()
