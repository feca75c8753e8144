"""The list of libraries is the lock's, and a library that is not in it is noticed."""

import importlib.util
import json

from tests.architecture.tree import ROOT


def sbom():
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "docs" / "sbom.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_list_is_current():
    assert sbom().SBOM.read_text() == sbom().made(), "run python docs/sbom.py"


def test_every_library_has_its_hashes_and_every_wanted_one_is_there():
    held = json.loads(sbom().SBOM.read_text())
    assert (held["bomFormat"], held["specVersion"]) == ("CycloneDX", "1.6")
    assert all(part["hashes"] and part["purl"].startswith("pkg:pypi/") for part in held["components"])
    names = {part["name"] for part in held["components"]}
    wanted = [
        line for line in (ROOT / "requirements" / "runtime.in").read_text().splitlines() if line and line[0] != "#"
    ]
    assert len(held["dependencies"][0]["dependsOn"]) == len(wanted)
    assert {"django", "cryptography", "typst", "psycopg-binary"} <= names


def test_another_lock_makes_another_list():
    module = sbom()
    one = module.components("a_B==1.0 ; python_version < '4' \\\n    --hash=sha256:" + "0" * 64 + "\n")
    assert [(part["name"], part["version"], len(part["hashes"])) for part in one] == [("a-b", "1.0", 1)]
