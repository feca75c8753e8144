"""A few processes kept alive together: started, watched, started again when they die, ended as one.

It knows nothing of Django. Each child leads a process group of its own, so that Ctrl-C reaches only the supervisor and
the children are asked to end in order.
"""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

_PR_SET_PDEATHSIG = 1
QUICK_SECONDS = 10.0
"""A child that dies sooner than this after its start has died quickly."""
MOST_QUICK_DEATHS = 3
GRACE_SECONDS = 10.0
"""How long children may take to end before they are killed."""


@dataclass
class Child:
    """One process to keep alive."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    pass_fds: Sequence[int] = ()
    delay: float = 0.0
    """Seconds to wait at the first start, so that what people wait for gets the processor first."""
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = 0
    start_again: float = 0.0

    def start(self) -> None:
        """Start it now."""
        self.process = subprocess.Popen(  # noqa: S603 (our own commands)
            self.argv,
            env={**os.environ, **self.env},
            pass_fds=tuple(self.pass_fds),
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 (the supervisor has no threads)
        )
        self.started, self.start_again = time.monotonic(), 0.0


class GaveUp(Exception):  # noqa: N818 (it is the supervisor's last word, not an error of its own)
    """A child died quickly three times in a row; the text says which and with what exit code."""


def _end_with_parent() -> None:
    """The kernel ends the child if the supervisor is killed without a chance to say so. Linux only."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Runs its children until told to stop by `stop`, SIGINT or SIGTERM, or until one of them cannot be kept alive."""

    def __init__(self, children: Sequence[Child], *, say: Callable[[str], None], tick: float = 0.1) -> None:
        self.children, self._say, self._tick = list(children), say, tick
        self._stopping = False

    def stop(self) -> None:
        """End after the present tick."""
        self._stopping = True

    def start(self) -> None:
        """Start every child that is not; from here on SIGINT, SIGTERM and SIGHUP end all of them."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        for child in self.children:
            if child.process is None:
                child.start_again = time.monotonic() + child.delay

    def run(self, *, each_tick: Callable[[], None] = lambda: None) -> None:
        """Watch the children until `stop`; always ends all of them. Raises GaveUp."""
        try:
            while not self._stopping:
                each_tick()
                for child in self.children:
                    self._look_after(child)
                time.sleep(self._tick)
        finally:
            self.end()

    def end(self) -> None:
        """Ask every child to end, wait, and kill who has not."""
        alive = [child for child in self.children if child.process and child.process.poll() is None]
        for child in reversed(alive):
            self._signal(child, signal.SIGTERM)
        last = time.monotonic() + GRACE_SECONDS
        for child in alive:
            if child.process:
                try:
                    child.process.wait(timeout=max(0.0, last - time.monotonic()))
                except subprocess.TimeoutExpired:
                    self._signal(child, signal.SIGKILL)
                    child.process.wait()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _look_after(self, child: Child) -> None:
        if child.start_again:
            if time.monotonic() >= child.start_again:
                child.start()
        elif child.process is not None and child.process.poll() is not None:
            self._mourn(child, child.process.returncode)

    def _mourn(self, child: Child, code: int) -> None:
        now = time.monotonic()
        child.quick_deaths = child.quick_deaths + 1 if now - child.started < QUICK_SECONDS else 0
        if child.quick_deaths >= MOST_QUICK_DEATHS:
            raise GaveUp(f"{child.name} ended {MOST_QUICK_DEATHS} times at once (exit code {code})")
        wait = 2.0**child.quick_deaths - 1
        self._say(f"{child.name} ended (exit code {code}); it starts again in {wait:.0f} s")
        child.start_again = now + wait

    @staticmethod
    def _signal(child: Child, number: signal.Signals) -> None:
        if child.process and child.process.poll() is None:
            try:
                os.killpg(child.process.pid, number)
            except ProcessLookupError:
                return
