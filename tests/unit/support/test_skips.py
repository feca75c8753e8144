"""A skipped test is a failed test where CI=true, and only there."""

import os
import re
import subprocess
import sys

import pytest

from tests.architecture.tree import ROOT

SKIPS = {
    "test_marked.py": "import pytest\n@pytest.mark.skip\ndef test_it(): pass\n",
    "test_running.py": "import pytest\ndef test_it(): pytest.skip('no browser')\n",
    "test_module.py": "import pytest\npytest.importorskip('no_such_module')\n",
}


@pytest.mark.parametrize(("ci", "outcome"), [("true", "1 failed, 2 errors"), ("", "3 skipped")])
def test_a_skip_fails_in_ci_only(tmp_path, ci, outcome):
    for name, source in SKIPS.items():
        (tmp_path / name).write_text(source)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.conftest"]
    options = ["--continue-on-collection-errors", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)]
    ours = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}  # the caller's taste
    done = subprocess.run(
        [*command, *options, str(tmp_path)],
        cwd=ROOT, env={**ours, "CI": ci}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert re.sub(r" in [\d.]+s.*", "", done.stdout.strip().splitlines()[-1]) == outcome
