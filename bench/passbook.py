"""1,000 pages of printed passbooks to PDF: pages a second of one process, CPU of the whole, nothing read from a cache.

Two ways: a page at a time, as a clerk prints, each a paper of its own; and ten pages in one paper, the most one press
prints. Every line has other words and another code.
"""

import os
import statistics
import time
from datetime import UTC, datetime
from typing import Any

PAGES = int(os.environ.get("NUANLIU_BENCH_PAGES", "1000"))
ROUNDS = int(os.environ.get("NUANLIU_BENCH_REPEATS", "3"))
ROWS, AT_ONCE = 8, 10
AT = datetime(2026, 11, 24, 6, tzinfo=UTC)


def main() -> None:
    """Print pages a second and CPU milliseconds a page, the median of three runs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanliu.config.settings")
    import django

    django.setup()
    print(f"\n{'passbook pages to PDF':34} {'pages/s':>10} {'CPU ms a page':>14}")
    for name, pages in (("one page a paper", 1), ("ten pages a paper", AT_ONCE)):
        runs = [_run(pages) for _ in range(ROUNDS)]
        wall, cpu = (statistics.median(one[at] for one in runs) for at in (0, 1))
        print(f"{name:34} {PAGES / wall:>10.1f} {1000 * cpu / PAGES:>14.1f}")


def _run(pages: int) -> tuple[float, float]:
    from nuanliu.platform.pdf import make_pdf
    from nuanliu.portals.ui.booklets import TEMPLATE

    wall, cpu, made = time.perf_counter(), time.process_time(), 0
    for first in range(0, PAGES, pages):
        made += len(make_pdf(template=TEMPLATE, data=_paper(first, pages), at=AT))
    assert made > PAGES * 1000
    return time.perf_counter() - wall, time.process_time() - cpu


def _paper(first: int, pages: int) -> dict[str, Any]:
    sheets = [
        {"page": page + 1, "head": True, "carried": "", "rows": [_row(page * ROWS + row, row) for row in range(ROWS)]}
        for page in range(first, first + pages)
    ]
    return {
        "title": "时间存折", "issuer": "暖流 · 六盘水市委老干部局", "name": "暖流 时间存折", "cover": None,
        "book": f"存折号 {first:06d} · 第 1 本", "sheets": sheets,
    }  # fmt: skip


def _row(number: int, row: int) -> dict[str, Any]:
    from nuanliu.domain.passbook.booklets.codes import written

    return {
        "row": row + 1,
        "what": ("陪伴聊天", "代买代购（菜、药）", "陪同就医", "旧存折转入")[number % 4],
        "amount": f"+{number % 4 + 1} 小时",
        "balance": f"{number} 小时 30 分",
        "day": f"2026-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
        "unit": ("时间", "服务币", "荣誉时长")[number % 3],
        "by": "钟山区建设中路社区",
        "code": written(number * 7919),
    }
