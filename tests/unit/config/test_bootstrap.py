"""The secrets an installation makes for itself: once, whole, and the seal's key also where it is older than sealing."""

import base64
import multiprocessing
import os

import pytest

from nuanliu.config.bootstrap import FOLLOW, load_secrets

NAMES = ["NUANLIU_SECRET_KEY", "NUANLIU_FIELD_KEYS", "NUANLIU_INDEX_KEY", "NUANLIU_SEAL_KEY"]


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in (*NAMES, FOLLOW):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def values(path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line and line[0] != "#")


def forget() -> None:
    for name in NAMES:
        os.environ.pop(name, None)


def test_a_first_start_makes_all_keys_and_keeps_them(tmp_path):
    load_secrets(tmp_path)
    made = values(tmp_path / "secrets.env")
    assert list(made) == NAMES
    assert len(base64.b64decode(made["NUANLIU_SEAL_KEY"])) == 32
    assert {name: os.environ[name] for name in NAMES} == made
    forget()
    load_secrets(tmp_path)
    assert values(tmp_path / "secrets.env") == made
    assert (tmp_path / "secrets.env").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("ending", ["\n", ""])
def test_an_older_installation_gets_its_seal_key_and_nothing_else_changes(tmp_path, ending):
    path = tmp_path / "secrets.env"
    path.write_text(f"# keys\nNUANLIU_SECRET_KEY=a\nNUANLIU_FIELD_KEYS=b\nNUANLIU_INDEX_KEY=c{ending}")
    load_secrets(tmp_path)
    assert path.read_text().startswith("# keys\nNUANLIU_SECRET_KEY=a\nNUANLIU_FIELD_KEYS=b\nNUANLIU_INDEX_KEY=c\n")
    added = values(path)["NUANLIU_SEAL_KEY"]
    assert os.environ["NUANLIU_SEAL_KEY"] == added
    forget()
    load_secrets(tmp_path)
    assert values(path)["NUANLIU_SEAL_KEY"] == added


def test_a_key_of_the_real_environment_is_not_written_down(tmp_path, monkeypatch):
    path = tmp_path / "secrets.env"
    path.write_text("NUANLIU_SECRET_KEY=a\n")
    monkeypatch.setenv("NUANLIU_SEAL_KEY", "mine")
    load_secrets(tmp_path)
    assert path.read_text() == "NUANLIU_SECRET_KEY=a\n"
    assert os.environ["NUANLIU_SEAL_KEY"] == "mine"


def _load(folder, answers) -> None:
    forget()
    load_secrets(folder)
    answers.put(os.environ["NUANLIU_SEAL_KEY"])


def test_processes_that_start_at_once_agree(tmp_path):
    (tmp_path / "secrets.env").write_text("NUANLIU_SECRET_KEY=a\n")
    forking = multiprocessing.get_context("fork")
    answers = forking.Queue()
    starting = [forking.Process(target=_load, args=(tmp_path, answers)) for _each in range(8)]
    for one in starting:
        one.start()
    keys = {answers.get(timeout=60) for _each in starting}
    for one in starting:
        one.join()
    assert keys == {values(tmp_path / "secrets.env")["NUANLIU_SEAL_KEY"]}


def test_the_file_is_followed_unless_the_environment_gives_the_keys(tmp_path, monkeypatch):
    load_secrets(tmp_path)
    assert os.environ[FOLLOW] == str(tmp_path / "secrets.env")
    forget()
    os.environ.pop(FOLLOW)
    monkeypatch.setenv("NUANLIU_INDEX_KEY", "mine")
    load_secrets(tmp_path)
    assert FOLLOW not in os.environ
