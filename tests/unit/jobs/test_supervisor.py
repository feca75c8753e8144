"""Real small processes under the supervisor: kept alive, given up on, and all ended with it."""

import os
import signal
import subprocess
import sys
import time

import pytest

from nuanliu.jobs import supervisor
from nuanliu.jobs.supervisor import Child, GaveUp, Supervisor

FOREVER = "import time; time.sleep(600)"
STUBBORN = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).touch()
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def handlers():
    """The supervisor installs handlers in this process: put the old ones back."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def python(name, code, **more):
    return Child(name, [sys.executable, "-c", code], **more)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until(condition):
    last = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < last, "it did not happen"
        time.sleep(0.01)


def test_a_dead_child_starts_again_and_all_end_together():
    said = []
    boss = Supervisor([python("web", FOREVER), python("tasks", FOREVER)], say=said.append, tick=0.01)
    web, tasks = boss.children
    pids = []

    def play():
        if web.process and web.process.pid not in pids:
            pids.append(web.process.pid)
            if len(pids) == 1:
                web.process.kill()
        if len(pids) == 2 and tasks.process:
            boss.stop()

    boss.start()
    boss.run(each_tick=play)
    assert said == ["web ended (exit code -9); it starts again in 1 s"]
    assert not any(is_alive(pid) for pid in [*pids, tasks.process.pid])


def test_three_quick_deaths_end_everything(monkeypatch):
    monkeypatch.setattr(supervisor, "MOST_QUICK_DEATHS", 2)
    boss = Supervisor([python("web", "raise SystemExit(3)"), python("tasks", FOREVER)], say=lambda _: None, tick=0.01)
    boss.start()
    with pytest.raises(GaveUp, match=r"web ended 2 times at once \(exit code 3\)"):
        boss.run()
    assert not is_alive(boss.children[1].process.pid)


def test_a_child_that_will_not_end_is_killed(monkeypatch, tmp_path):
    monkeypatch.setattr(supervisor, "GRACE_SECONDS", 0.2)
    deaf = tmp_path / "deaf"
    boss = Supervisor([Child("deaf", [sys.executable, "-c", STUBBORN, str(deaf)])], say=lambda _: None, tick=0.01)
    boss.start()
    boss.run(each_tick=lambda: boss.stop() if deaf.exists() else None)
    assert boss.children[0].process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_supervisor_and_children(number, tmp_path):
    """In a process of its own, as `make run` is; the child leads a group of its own, so only the supervisor hears."""
    note = tmp_path / "pid"
    code = (
        "import sys\n"
        "from nuanliu.jobs.supervisor import Child, Supervisor\n"
        f"boss = Supervisor([Child('web', [sys.executable, '-c', {FOREVER!r}])], say=print)\n"
        "boss.start()\n"
        f"note = open({str(note)!r}, 'w')\n"
        "def tell():\n"
        "    if boss.children[0].process and not note.tell():\n"
        "        note.write(str(boss.children[0].process.pid)); note.flush()\n"
        "boss.run(each_tick=tell)\n"
    )
    boss = subprocess.Popen([sys.executable, "-c", code])
    until(lambda: note.exists() and note.read_text())
    boss.send_signal(number)
    assert boss.wait(timeout=30) == 0
    assert not is_alive(int(note.read_text()))


def test_children_of_a_killed_supervisor_end_too(tmp_path):
    note = tmp_path / "pid"
    code = (
        "import sys\n"
        "from nuanliu.jobs.supervisor import Child, Supervisor\n"
        f"boss = Supervisor([Child('web', [sys.executable, '-c', {FOREVER!r}])], say=print)\n"
        "boss.start()\n"
        "def tell():\n"
        "    if boss.children[0].process:\n"
        f"        open({str(note)!r}, 'w').write(str(boss.children[0].process.pid))\n"
        "boss.run(each_tick=tell)\n"
    )
    boss = subprocess.Popen([sys.executable, "-c", code])
    until(lambda: note.exists() and note.read_text())
    boss.kill()
    boss.wait()
    until(lambda: not is_alive(int(note.read_text())) or is_zombie(int(note.read_text())))


def is_zombie(pid):
    with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123
        return stat.read().rsplit(")", 1)[1].split()[0] == "Z"
