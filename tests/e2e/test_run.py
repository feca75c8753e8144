"""`nuanliu run` as a person starts it: prepared from nothing, addresses printed, everything ended by Ctrl-C."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.timeout(300)
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)(/\S*)")
LAST_LINE = "Ctrl-C ends everything"


class Running:
    """One started installation and what it has printed."""

    def __init__(self, process):
        self.process, self.lines = process, []

    def read_until(self, wanted):
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if wanted in line:
                return
        raise AssertionError("it ended:\n" + "\n".join(self.lines))

    @property
    def port(self):
        return int(ADDRESS.search("\n".join(self.lines)).group(1))

    def status(self, path):
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        asking.request("GET", path)
        return asking.getresponse().status

    def family(self):
        """Process numbers of everything that belongs to it."""
        found, waiting = [], [self.process.pid]
        while waiting:
            parent = waiting.pop()
            found.append(parent)
            for task in Path(f"/proc/{parent}/task").glob("*/children"):
                waiting += [int(number) for number in task.read_text().split()]
        return found


@contextmanager
def started(state, *options, **environment):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NUANLIU_")}
    kept |= {"DJANGO_SETTINGS_MODULE": "nuanliu.config.settings", "NUANLIU_STATE": str(state), **environment}
    del kept["DATABASE_URL"]
    command = [sys.executable, "-m", "nuanliu", "run", *options]
    process = subprocess.Popen(command, env=kept, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    guard = threading.Timer(240, process.kill)
    guard.start()
    try:
        yield Running(process)
    finally:
        guard.cancel()
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stdout.close()


def test_from_nothing_to_the_pages_and_to_the_end(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = taken.getsockname()[1]
        with started(tmp_path, "--port", str(busy)) as running:
            running.read_until(LAST_LINE)
            printed = ADDRESS.findall("\n".join(running.lines))
            assert [path for _port, path in printed] == ["/", "/elder/", "/hotline/", "/me/", "/desk/"]
            assert running.port != busy
            assert running.status("/") == 200
            assert running.status("/elder/") in {302, 303}
            assert (tmp_path / "secrets.env").stat().st_mode & 0o777 == 0o600
            family = running.family()
            assert len(family) >= 2
            running.process.send_signal(signal.SIGINT)
            assert running.process.wait(timeout=60) == 0
            assert [number for number in family if Path(f"/proc/{number}").exists()] == []


def test_demo_mode_is_refused_where_others_can_reach_it(tmp_path):
    with started(tmp_path, NUANLIU_DEMO="1", NUANLIU_HOSTS="nuanliu.example.cn", NUANLIU_HTTPS="1") as running:
        running.read_until("nuanliu.E001")
        assert running.process.wait(timeout=60) == 1
