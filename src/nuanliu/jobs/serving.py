"""The processes of one installation on one machine: web, task worker, scheduler, and the door they are reached by."""

import http.client
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from nuanliu.jobs.supervisor import Child

WEB_WORKERS = 2
WEB_THREADS = 4
"""SQLite has one writer at a time: two processes of four threads keep two cores busy with reading and rendering."""

_MEMORY = Path("/dev/shm")  # noqa: S108 (workers' heartbeats must not wait for a disk)


@dataclass(frozen=True, slots=True)
class Page:
    """One of the addresses printed at the start."""

    chinese: str
    english: str
    name: str


PAGES = (
    Page("首页", "public", "public:home"),
    Page("老人", "elder", "elder:home"),
    Page("热线", "hotline", "hotline:home"),
    Page("志愿者", "volunteer", "volunteer:home"),
    Page("社区工作台", "desk", "desk:board"),
)


def open_door(*, host: str, port: int) -> socket.socket:
    """A listening socket on `port`, or on any free port if that is taken (or 0).

    It is handed to the web process by number: nobody can take the port in between, and a page asked for while the web
    process starts again waits instead of failing.
    """
    for wanted in (port, 0):
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, wanted))
            door.listen(256)
        except OSError:
            door.close()
            if not wanted:
                raise
        else:
            door.set_inheritable(True)
            return door
    raise OSError(f"no free port on {host}")


def children(*, door: socket.socket) -> list[Child]:
    """What the supervisor keeps alive."""
    number = door.fileno()
    gunicorn = ["-m", "gunicorn", "nuanliu.config.wsgi:application", "--bind", f"fd://{number}"]
    workers = ["--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS), "--preload"]
    if _MEMORY.is_dir():
        workers += ["--worker-tmp-dir", str(_MEMORY)]
    quiet = ["--log-level", "warning", "--no-control-socket", "--graceful-timeout", "8"]
    return [
        Child("web", [sys.executable, *gunicorn, *workers, *quiet], pass_fds=[number]),
        Child("tasks", [sys.executable, "-m", "nuanliu", "db_worker", "--interval", "1", "-v", "0"], delay=6),
        Child("schedule", [sys.executable, "-m", "nuanliu", "schedule"], delay=6),
    ]


def answers(*, host: str, port: int) -> bool:
    """Whether the public page is served, asked once and not for long: who asks too early waits in vain."""
    asking = http.client.HTTPConnection(host, port, timeout=1)
    try:
        asking.request("GET", "/", headers={"Host": f"{host}:{port}"})
        return asking.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    finally:
        asking.close()


def greeting(*, host: str, port: int, pages: Sequence[Page] = PAGES) -> str:
    """The block that says where everything is."""
    root = f"http://{host}:{port}"
    lines = [f"{settings.BRAND} · {settings.CITY}", ""]
    lines += [f"  {root}{reverse(page.name):<12} {page.chinese} · {page.english}" for page in pages]
    lines += ["", "  按 Ctrl-C 结束 · Ctrl-C ends everything"]
    return "\n".join(lines)
