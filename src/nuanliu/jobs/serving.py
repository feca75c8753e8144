"""The processes of one installation on one machine: web, task worker, scheduler, and the door they are reached by."""

import os
import select
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from nuanliu.jobs.supervisor import Child

WEB_WORKERS = 2
WEB_THREADS = 4
"""SQLite has one writer at a time: two processes of four threads keep two cores busy with reading and rendering."""

GO = "NUANLIU_GO"
"""The number of the pipe at which the web process waits."""

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


@dataclass(frozen=True, slots=True)
class Web:
    """The web process, which loads its pages while everything else is still being prepared.

    `door` is its listening socket, handed over by number before it has a port: nobody can take the port in between,
    and a page asked for while the web process starts again waits instead of failing. It serves when `go` is closed.
    """

    child: Child
    door: socket.socket
    go: int
    began: float
    """`time.monotonic` at the very start."""

    def serve_at(self, *, host: str, port: int) -> int:
        """Open the door on `port`, or on any free port if that is taken (or 0), and let it serve; the port."""
        try:
            self.door.bind((host, port))
        except OSError:
            self.door.bind((host, 0))
        self.door.listen(256)
        os.close(self.go)
        return int(self.door.getsockname()[1])


_begun: list[Web] = []


def begin_web() -> Web:
    """Start the web process; a second call gives the one that was started."""
    if not _begun:
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        wait, go = os.pipe()
        child = _web(door.fileno(), wait)
        child.start()
        _begun.append(Web(child, door, go, child.started))
    return _begun[0]


def wait_for_go() -> None:
    """In the web process: everything is loaded; wait until everything is prepared. Nobody to wait for: go on."""
    if GO in os.environ:
        os.read(int(os.environ[GO]), 1)


def _web(door: int, wait: int) -> Child:
    gunicorn = ["-m", "gunicorn", "nuanliu.config.wsgi:application", "--bind", f"fd://{door}"]
    workers = ["--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS), "--preload"]
    if _MEMORY.is_dir():
        workers += ["--worker-tmp-dir", str(_MEMORY)]
    quiet = ["--log-level", "warning", "--no-control-socket", "--graceful-timeout", "8"]
    command = [sys.executable, *gunicorn, *workers, *quiet]
    return Child("web", command, env={GO: str(wait)}, pass_fds=[door, wait])


def others() -> list[Child]:
    """What the supervisor keeps alive beside it."""
    return [
        Child("tasks", [sys.executable, "-m", "nuanliu", "db_worker", "--interval", "1", "-v", "0"], delay=6),
        Child("schedule", [sys.executable, "-m", "nuanliu", "schedule"], delay=6),
    ]


class Knock:
    """Whether the public page is served yet: asked once and looked at as often as one likes, without waiting.

    Who asked again and again while the pages are loaded would leave a row of questions that are answered first.
    """

    def __init__(self, *, host: str, port: int) -> None:
        self._where = (host, port)
        self._line: socket.socket | None = None

    def is_answered(self) -> bool:
        """True once, when the page is there."""
        try:
            if self._line is None:
                self._line = socket.create_connection(self._where, timeout=1)
                self._line.sendall(
                    f"GET / HTTP/1.1\r\nHost: {self._where[0]}:{self._where[1]}\r\nConnection: close\r\n\r\n".encode()
                )
            if not select.select([self._line], [], [], 0)[0]:
                return False
            answer = self._line.recv(16).decode("ascii", "replace")
        except OSError:
            answer = ""
        if self._line is not None:
            self._line.close()
        self._line = None
        return answer.startswith(("HTTP/1.1 2", "HTTP/1.1 3", "HTTP/1.1 4"))


def greeting(*, host: str, port: int, pages: Sequence[Page] = PAGES) -> str:
    """The block that says where everything is."""
    from django.urls import reverse  # noqa: PLC0415 (the web process is begun before anything of Django is loaded)

    root = f"http://{host}:{port}"
    lines = [f"{settings.BRAND} · {settings.CITY}", ""]
    lines += [f"  {root}{reverse(page.name):<12} {page.chinese} · {page.english}" for page in pages]
    lines += ["", "  按 Ctrl-C 结束 · Ctrl-C ends everything"]
    return "\n".join(lines)
