"""Write the demo city's workbooks: `python demo/generate.py [folder]`. The same bytes every time."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from maker.books import all_books  # noqa: E402 (found through the path set above)
from maker.sheets import write  # noqa: E402
from maker.town import fill  # noqa: E402


def main(folder: Path) -> None:
    """Write all workbooks into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for book in all_books(fill()):
        write(book, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
