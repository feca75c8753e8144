"""Papers whose bytes are kept: what they are made of is fixed here, so that a changed template or typesetter is seen.

`python -m tests.golden` writes `tests/golden` anew: a digest a paper, and beside it the words that stand on it,
so that a difference can be read.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from nuanliu.domain.alliance.models import Statement
from nuanliu.domain.certificates.drawing import paper_pdf
from nuanliu.domain.certificates.models import Certificate, Seal
from nuanliu.domain.certificates.seals import redrawn
from nuanliu.domain.certificates.signing import sign
from nuanliu.domain.network.models import Node
from nuanliu.domain.passbook.booklets.models import Booklet, IssuedPaper, PrintedLine
from nuanliu.domain.people.models import Person, Volunteer
from nuanliu.platform.pdf import make_pdf
from nuanliu.platform.qr import qr_file
from nuanliu.portals.ui.booklets import booklet_pdf, cover_pdf
from nuanliu.portals.ui.issued import STATEMENT, slip_pdf
from nuanliu.portals.ui.shop_statements import paper_of
from nuanliu.usecases.booklet_sheets import Sheet
from tests.support.certificates import seal_picture
from tests.support.pdf_reading import text_of

FOLDER = Path(__file__).resolve().parent.parent / "golden"
DIGESTS = FOLDER / "digests.json"
SEAL_KEY = base64.b64encode(bytes(range(32))).decode()
CHECK = "https://nuanliu.example.cn/check"
AT = datetime(2026, 12, 20, 6, tzinfo=UTC)
SITE = "钟山区建设中路社区"


def made_with() -> dict[str, str]:
    """What the bytes depend on besides ourselves."""
    return {name: version(name) for name in ("typst", "pylopdf-fonts-zh-cn", "segno")}


def _certificate(kind: str, **facts: object) -> bytes:
    known: dict[str, object] = {
        "id": UUID(int=1), "kind": kind, "issuer_name": SITE, "serial": "JSZL-FW-2026-000001", "code": 123456789012,
        "holder": "陈本芬", "minutes": 7680, "services": 96, "first_day": date(2026, 1, 1),
        "last_day": date(2026, 12, 20), "issued_on": date(2026, 12, 20), "issued_at": AT, "rows": [],
    }  # fmt: skip
    paper = Certificate(**{**known, **facts})
    if kind == "honour":
        paper.seal = Seal(id=UUID(int=5), image=redrawn(data=seal_picture()))
        paper.sealed_at, paper.sealed_by = AT, UUID(int=9)
    sign(paper, profile="sha256")
    return paper_pdf(paper=paper, check_address=CHECK)


def honour() -> bytes:
    """A certificate of honour with a seal."""
    return _certificate(
        "honour",
        serial="520200-RY-2026-000001",
        issuer_name="六盘水市委老干部局",
        title="优秀志愿者",
        words="2026 年志愿服务 128 小时，为 23 位老人送去陪伴，风雨无阻，情暖凉都。",
    )


def service_record() -> bytes:
    """A service record of two lines, of somebody whose name has a rare character."""
    rows = [
        ["2026-03-05", "陪伴聊天", SITE, "1 小时", SITE, "孙站长"],
        ["2026-03-09", "代缴水电气费、代办", SITE, "30 分", SITE, "孙站长"],
    ]
    return _certificate(
        "service",
        holder="马\u9a8f\u4dae",
        words="陪伴聊天、代办",
        responsible="孙站长",
        rows=rows,
        minutes=90,
        services=2,
    )


def training_record() -> bytes:
    """A training record."""
    rows = [["2026-03-01", "基础与安全培训", "1", "30 分", "答对 9/10"]]
    return _certificate(
        "training", serial="JSZL-PX-2026-000001", words="基础与安全培训", rows=rows, minutes=30, services=1
    )


def _holder():

    person = Person(pk=UUID(int=2), name="陈本芬", home_site=Node(id=UUID(int=3), name=SITE))
    person.volunteer = Volunteer(person=person, number="V000001")
    return person


def slip() -> bytes:
    """时间存单."""

    paper = IssuedPaper(
        kind="slip", number=1, code=123456789012, person=_holder(), unit="time", amount=60, minutes=60,
        first_day=date(2026, 3, 5), last_day=date(2026, 3, 5), service="陪伴聊天", recorded_by=SITE, issued_at=AT,
    )  # fmt: skip
    return slip_pdf(paper=paper, address=f"{CHECK}?code=1")


def statement() -> bytes:
    """对账单."""

    data = {
        "title": "对账单", "issuer": "暖流 · 六盘水市委老干部局", "number": "第 000001 号", "code": "03JZ9-J6GMQ",
        "qr": qr_file(text=f"{CHECK}?code=1"), "qr_words": "扫一扫，查这一张", "made": "2026年12月20日 星期日打印",
        "facts": [
            ["户名", "陈本芬"], ["哪一种", "时间"],
            ["期间", "2026年3月1日到2026年3月31日"], ["记录单位", SITE], ["编号", "000001"]],
        "sums": [["期初结余", "0 分"], ["存入", "1 小时"], ["支出", "0 分"], ["期末结余", "1 小时"]],
        "head": ["行", "记账日", "事由", "存入或支出", "结余", "查账码"],
        "rows": [["1", "2026-03-05", "陪伴聊天", "+1 小时", "1 小时", "7K3M-9QPT-2XW8"]],
        "empty": "这段时间没有变动", "note": "本平台记录。",
    }  # fmt: skip
    return make_pdf(template=STATEMENT, data=data, at=AT)


def _booklet():

    return Booklet(id=UUID(int=4), person=_holder(), number=7, volume=1, issued_at=AT)


def booklet_cover() -> bytes:
    """存折 cover."""

    return cover_pdf(booklet=_booklet(), address=CHECK)


def booklet_page() -> bytes:
    """存折, two lines on page 2."""

    lines = [
        PrintedLine(
            position=position, code=position * 7919, unit="time", seq=position, day=date(2026, 3, position),
            kind="earn_time", is_correction=False, service="陪伴聊天", recorded_by=SITE, amount=60,
            balance=60 * position,
        )
        for position in (9, 10)
    ]  # fmt: skip
    return booklet_pdf(sheet=Sheet(booklet=_booklet(), lines=lines, heads=frozenset({2}), at=AT))


def shop_statement() -> bytes:
    """商家对账单."""

    facts = {
        "shop": "邻里羊肉粉店", "credit_code": "91350100M000100Y43", "count": 1, "coins": 200, "undone": 0,
        "borne": {"shop": 200, "sponsor": 0, "bureau": 0},
        "lines": [
            {"day": "2026-03-05", "time": "10:20", "code": "A7KM9QPT", "coins": 200, "bearer": "shop", "title": "九折"},
        ],
    }  # fmt: skip
    made = Statement(shop_id=UUID(int=6), month=date(2026, 3, 1), until=date(2026, 3, 31), facts=facts, made_at=AT)
    return bytes(paper_of(made).content)


PAPERS: dict[str, Callable[[], bytes]] = {
    made.__name__: made
    for made in (
        honour,
        service_record,
        training_record,
        slip,
        statement,
        booklet_cover,
        booklet_page,
        shop_statement,
    )
}


def digest(pdf: bytes) -> str:
    """What is kept of a paper."""
    return hashlib.sha256(pdf).hexdigest()


def renew() -> None:
    """Write every digest and the words beside it."""

    FOLDER.mkdir(exist_ok=True)
    kept = {}
    for name, made in PAPERS.items():
        pdf = made()
        kept[name] = digest(pdf)
        (FOLDER / f"{name}.txt").write_text(text_of(pdf), encoding="utf-8")
    DIGESTS.write_text(json.dumps({"made_with": made_with(), "papers": kept}, indent=1) + "\n", encoding="utf-8")
