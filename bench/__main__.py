"""`python -m bench [NAME …]`: one of the names below, or all that need no large disk."""

import sys

from bench import (
    bureau,
    certificates,
    certify,
    keystrokes,
    ledger,
    long_book,
    matching,
    online,
    pages,
    passbook,
    routing,
    sealing,
    till,
)

_ALL = {
    "certificates": certificates.main,
    "certify": certify.main,
    "ledger": ledger.main,
    "sealing": sealing.main,
    "long-book": long_book.main,
    "pages": pages.main,
    "passbook": passbook.main,
    "till": till.main,
    "keystrokes": keystrokes.main,
    "bureau": bureau.main,
    "matching": matching.main,
    "online": online.main,
    "routing": routing.main,
}


def main() -> int:
    """Run what is named, or everything."""
    wanted = sys.argv[1:] or [name for name in _ALL if name not in {"bureau", "matching", "online", "routing"}]
    unknown = [name for name in wanted if name not in _ALL]
    if unknown:
        sys.stderr.write(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(_ALL)}.\n")
        return 2
    for name in wanted:
        _ALL[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
