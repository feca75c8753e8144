"""Where things lie, for the tests that look at the source itself."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "nuanliu"


def modules():
    """Every module that a person wrote: migrations are generated."""
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def templates():
    return sorted(path for path in SOURCE.rglob("templates/**/*") if path.suffix in {".html", ".txt", ".svg"})
