"""No page and no paper of a volunteer speaks of money, but to say that there is none (RULEBOOK 2, rule 1)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from nuanliu.domain.passbook.booklets.models import IssuedPaper
from nuanliu.domain.passbook.booklets.types import PaperKind
from nuanliu.domain.people.models import Person
from nuanliu.portals.ui.booklets import cover_data, sheet_data
from nuanliu.portals.ui.issued import slip_data, statement_data
from nuanliu.usecases.booklet_sheets import cover_of, sheet_of_page
from tests.architecture.tree import SOURCE
from tests.support.addresses import Address, addresses
from tests.support.looks import client_of, looks_at, path_of
from tests.support.pages import words
from tests.support.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MONEY = re.compile(
    r"[¥￥$€]|人民币|现金|(?<![单多])元(?![旦素件])|[零〇一二两三四五六七八九十百千0-9]\s*[块毛](?!糕|豆|巾)"
    r"|换钱|变现|兑现|提现|返现|工资|报酬|酬劳|收费|付费|价钱|多少钱|钱|折现|市价|\bRMB\b|\bCNY\b|\byuan\b|\bcash\b|\bmoney\b"
)
ALLOWED = (
    r"不(?:能|可以?|会)?(?:换|收|谈|代管|经手|碰|沾|写|留)[^。，,；;]{0,8}钱",
    r"不收(?:一分|一毛)?钱",
    r"(?:不|没有|别|从不|绝不)[^。；;]{0,14}(?:钱|现金|报酬|费)",
    r"钱[^。；;]{0,8}(?:不收|不要|自己付|自己拿)",
    r"钱已经给了",
    r"正在要钱",
    r"(?:谁|有人)[^。；;]{0,10}(?:要|收)钱",
    r"(?:水电|水电气|医药|药|话)费",
    r"(?:never|no|not|nobody|without|cannot|nor|any)\b[^.;]{0,60}\b(?:money|cash|yuan)\b",
)
"""Sentences that say there is no money in it, what to do when somebody asks for it, and bills that others pay."""
_ALLOWED = re.compile("|".join(ALLOWED))
MOST_LOOKS = 3
LEFT_OUT = ("ui:", "public:demo", "public:standard")
"""The gallery of components, the switch of the demo, and the rules themselves, which name money to forbid it."""


def money_in(text: str) -> list[str]:
    """Every mention of money with what stands around it, allowed sentences taken out."""
    left = _ALLOWED.sub("", text)
    return [left[max(hit.start() - 20, 0) : hit.end() + 12] for hit in MONEY.finditer(left)]


def strings_in(value: Any) -> Iterator[str]:
    """Every string of a paper's data but its drawn code."""
    if isinstance(value, str) and not value.startswith("<svg"):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings_in(one)


def pages_of_a_volunteer(everybody: World) -> Iterator[tuple[str, str]]:
    """(address, words) of every page that opens to the volunteer, in a few of the states that there are to look at."""
    for address in addresses():
        if address.name.startswith(LEFT_OUT):
            continue
        for look in _looks(address):
            client = client_of(everybody, "volunteer")
            try:
                response = client.get(path_of(everybody, address, look, client))
            except (KeyError, LookupError):
                continue
            if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
                yield address.name, words(response)


def _looks(address: Address) -> list[Any]:
    return [look for look in looks_at(address) if look.role in {"", "volunteer", "anonymous"}][:MOST_LOOKS]


def test_no_page_of_a_volunteer_speaks_of_money(everybody: World, settings) -> None:
    settings.DEMO = True
    wrong, seen = [], set()
    names = re.compile("|".join(Person.objects.filter(name__contains="钱").values_list("name", flat=True)))
    with time_machine.travel(NOW, tick=False):
        for name, text in pages_of_a_volunteer(everybody):
            seen.add(name)
            wrong += [f"{name}: {one}" for one in money_in(names.sub("", text))]
    assert sorted(set(wrong)) == []
    assert {"volunteer:passbook", "volunteer:ways", "volunteer:shops", "public:shops", "volunteer:statement"} <= seen
    assert len(seen) >= 40


def test_no_paper_of_a_volunteer_speaks_of_money(everybody: World) -> None:
    clerk, elder = everybody.actor("clerk"), everybody.homes["hers"].elder
    papers: list[dict[str, Any]] = [
        cover_data(booklet=cover_of(actor=clerk, person_id=elder.pk), address="https://x.cn/check"),
        sheet_data(sheet=sheet_of_page(actor=clerk, person_id=elder.pk, page=1)),
    ]
    for paper in IssuedPaper.objects.all():
        draw = slip_data if paper.kind == PaperKind.SLIP else statement_data
        papers.append(draw(paper=paper, address="https://x.cn/check"))
    said = [text for paper in papers for text in strings_in(paper)]
    said += [path.read_text() for path in sorted(SOURCE.rglob("*.typ"))]
    assert [hit for text in said for hit in money_in(re.sub(r"\bno-?money\b", "", text))] == []
    assert len(said) >= 50


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一碗粉值 8 元", 1),
        ("立减 ¥5", 1),
        ("可以换成现金", 1),
        ("一个币是 1 块", 1),
        ("worth 5 yuan", 1),
        ("志愿服务不收一分钱。", 0),
        ("到爱心商家换优惠，不能换钱。", 0),
        ("元旦去看老人", 0),
        ("代缴水电费", 0),
        ("It is never sold for money.", 0),
    ],
)
def test_what_counts_as_money(text: str, found: int) -> None:
    assert len(money_in(text)) == found
