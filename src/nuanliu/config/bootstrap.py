"""Where an installation keeps its state, and the secrets it makes for itself at the first start."""

import base64
import contextlib
import fcntl
import os
import secrets
from pathlib import Path

from nuanliu.platform.keyfile import parse_keys

FOLLOWED = frozenset({"NUANLIU_FIELD_KEYS", "NUANLIU_INDEX_KEY"})
FOLLOW = "NUANLIU_KEYS_FILE"
"""The file in which the keys of sealed fields are looked for anew whenever it changes; unset if the real environment
gives those keys itself."""


def state_folder() -> Path:
    """The folder of database, secrets, media and logs: `NUANLIU_STATE`, else `var/` in the current folder."""
    folder = Path(os.environ.get("NUANLIU_STATE", "var")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _fresh_secrets() -> dict[str, str]:
    return {
        "NUANLIU_SECRET_KEY": secrets.token_urlsafe(50),
        "NUANLIU_FIELD_KEYS": f"k1:{_key()}",
        "NUANLIU_INDEX_KEY": _key(),
        "NUANLIU_SEAL_KEY": _key(),
    }


def load_secrets(folder: Path) -> None:
    """Read `secrets.env` into the environment, writing it with random keys (mode 600) if it is not there.

    Two processes starting at once agree: the file appears whole by a hard link, and the loser reads the winner's.
    """
    path = folder / "secrets.env"
    if not path.exists():
        draft = folder / f".secrets.{os.getpid()}"
        lines = "".join(f"{name}={value}\n" for name, value in _fresh_secrets().items())
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write("# Keys of this installation. Back them up apart from the database; without them sealed\n")
            file.write("# fields cannot be read by anyone.\n")
            file.write(lines)
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    if "NUANLIU_SEAL_KEY" not in os.environ:
        with contextlib.suppress(PermissionError):
            _add_seal_key(path)
    if not FOLLOWED & set(os.environ):
        os.environ[FOLLOW] = str(path)
    for name, value in parse_keys(text=path.read_text()).items():
        os.environ.setdefault(name, value)


def _add_seal_key(path: Path) -> None:
    """Give an installation older than sealing its signing key; of two processes at once the first one's stays."""
    with path.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        text = file.read()
        if not any(line.startswith("NUANLIU_SEAL_KEY=") for line in text.splitlines()):
            file.write(f"{'' if text.endswith(chr(10)) or not text else chr(10)}NUANLIU_SEAL_KEY={_key()}\n")
