"""The file of keys: read again whenever it has changed, so that keys are changed without stopping anything."""

import fcntl
import os
from collections.abc import Mapping
from pathlib import Path

_known: dict[str, tuple[tuple[int, int, int], dict[str, str]]] = {}
"""By path: what the file was when it was read, and what it said."""


def keys_in_file(*, path: Path) -> Mapping[str, str]:
    """`NAME=value` lines of the file as it is now; what was read last if it cannot be read just now."""
    before = _known.get(str(path))
    try:
        facts = path.stat()
        state = (facts.st_mtime_ns, facts.st_ino, facts.st_size)
        if before is None or before[0] != state:
            _known[str(path)] = before = (state, parse_keys(text=path.read_text()))
    except OSError:
        if before is None:
            raise
    return before[1]


def parse_keys(*, text: str) -> dict[str, str]:
    """The `NAME=value` lines of a text, without those that begin with #."""
    pairs = [line.partition("=") for line in text.splitlines() if not line.startswith("#")]
    return {name.strip(): value.strip() for name, sep, value in pairs if sep}


def write_keys(*, path: Path, values: Mapping[str, str]) -> None:
    """Put these values into the file; the rest stays. Whoever reads sees the old file or the new one, never half."""
    with path.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        kept = [line for line in file.read().splitlines() if line.partition("=")[0].strip() not in values]
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as new:
            new.write("\n".join([*kept, *(f"{name}={value}" for name, value in values.items())]) + "\n")
            new.flush()
            os.fsync(new.fileno())
        draft.replace(path)
