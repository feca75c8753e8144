"""Writes docs/sbom.cdx.json from the lock: every library of the running product, with its version and its hashes.

    python docs/sbom.py            write it
    python docs/sbom.py --check    say whether it is current (exit code 1 if not)

CycloneDX 1.6, without a time stamp, so that the same lock makes the same file.
"""

import json
import re
import sys
import tomllib
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).resolve().parents[1]
LOCK, DIRECT = ROOT / "requirements" / "runtime.txt", ROOT / "requirements" / "runtime.in"
SBOM = ROOT / "docs" / "sbom.cdx.json"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def normal(name: str) -> str:
    """The name as the index knows it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def components(lock: str) -> list[dict[str, object]]:
    """One component a pinned library, in the order of their names."""
    found: dict[str, dict[str, object]] = {}
    hashes: list[dict[str, str]] = []
    for line in lock.splitlines():
        pin = _PIN.match(line)
        if pin:
            name, version, hashes = normal(pin.group(1)), pin.group(2), []
            purl = f"pkg:pypi/{name}@{version}"
            facts = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
            found[name] = {**facts, "hashes": hashes}
        hashes += [{"alg": "SHA-256", "content": digest} for digest in _HASH.findall(line)]
    return [found[one] for one in sorted(found)]


def made() -> str:
    """The file as it should be."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    ours = f"pkg:pypi/{project['name']}@{project['version']}"
    parts = components(LOCK.read_text())
    wanted = [normal(re.split(r"[\[<>=!;\s]", line)[0]) for line in DIRECT.read_text().splitlines()]
    direct = {name for name in wanted if name and not name.startswith("#")}
    used = [str(part["bom-ref"]) for part in parts if part["name"] in direct]
    serial = uuid5(NAMESPACE_URL, json.dumps(parts, sort_keys=True))
    return json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "serialNumber": f"urn:uuid:{serial}",
            "version": 1,
            "metadata": {
                "component": {
                    "type": "application", "bom-ref": ours, "name": project["name"], "version": project["version"],
                    "licenses": [{"license": {"id": "Apache-2.0"}}], "purl": ours,
                }
            },
            "components": parts,
            "dependencies": [{"ref": ours, "dependsOn": used}],
        },
        indent=1,
    ) + "\n"  # fmt: skip


def main(arguments: list[str]) -> int:
    """Write or check."""
    wanted = made()
    if "--check" in arguments:
        is_current = SBOM.exists() and SBOM.read_text() == wanted
        print("current" if is_current else "not current: run python docs/sbom.py")
        return 0 if is_current else 1
    SBOM.write_text(wanted)
    print(f"{SBOM.relative_to(ROOT)}: {wanted.count('bom-ref') - 1} libraries")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
