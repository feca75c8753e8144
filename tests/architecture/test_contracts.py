"""Who may import whom: the contracts in pyproject.toml, and proof that they would notice."""

import subprocess
import sys
import tomllib

import pytest

from tests.architecture.tree import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def lint_imports(config):
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"]
    return subprocess.run(
        [*command, "--config", str(config), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_every_contract_is_kept():
    done = lint_imports(ROOT / "pyproject.toml")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("nuanliu.domain.ledger.models", "nuanliu.domain.ledger"),
        ("nuanliu.domain.ledger.seals.models", "nuanliu.domain.ledger"),
        ("nuanliu.domain.audit.models", "nuanliu.domain.audit"),
    ],
)
def test_protected_tables_have_one_owner(module, allowed):
    [contract] = [each for each in CONTRACTS if each["type"] == "protected" and each["protected_modules"] == [module]]
    assert contract["allowed_importers"] == [allowed]


def test_a_broken_contract_is_noticed(tmp_path):
    upside_down = tmp_path / "contracts.toml"
    upside_down.write_text(
        '[tool.importlinter]\nroot_package = "nuanliu"\n[[tool.importlinter.contracts]]\nname = "upside down"\n'
        'type = "layers"\nlayers = ["nuanliu.platform", "nuanliu.domain"]\n'
    )
    assert lint_imports(upside_down).returncode == 1
