"""No path of a machine, no registry's address in what we hand over."""

import re
import subprocess

from tests.architecture.tree import ROOT

FORBIDDEN = re.compile(
    r"/(?:home|root|work|opt)/\w+/|(?:index|find-links)[-_]?(?:url)?\s*[=:]?\s*(?:https?|file)://", re.IGNORECASE
)


def handed_over():
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    except (FileNotFoundError, subprocess.CalledProcessError):
        names = [str(path.relative_to(ROOT)) for path in (ROOT / "src").rglob("*") if path.suffix != ".pyc"]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def test_no_address_of_a_machine_or_registry():
    hits = []
    for path in handed_over():
        if path.suffix in {".png", ".xlsx", ".mo", ".pdf"} or path.name == "test_words.py":
            continue
        hits += [f"{path.relative_to(ROOT)}: {hit.group(0)}" for hit in FORBIDDEN.finditer(path.read_text())]
    assert hits == []


def test_the_locks_hold_hashes_and_no_address():
    for kind in ("runtime", "development"):
        text = (ROOT / "requirements" / f"{kind}.txt").read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
