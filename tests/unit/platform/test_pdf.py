"""PDFs: the same bytes every time, tagged and made to last, and no character lost in silence."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from nuanliu.platform import pdf
from nuanliu.platform.fonts import characters_of, missing_from, printable, sans
from nuanliu.platform.pdf import make_pdf
from nuanliu.portals.mine.paper import TEMPLATE

AT = datetime(2026, 11, 24, 6, tzinfo=UTC)


def paper(*values: str) -> dict:
    facts = [["姓名", value] for value in values]
    section = {"title": "我是谁", "facts": facts, "head": [], "rows": []}
    table = {"title": "存折", "facts": [], "head": ["时间", "多少", "备注"], "rows": [["1", "2", "3"]] * 40}
    return {
        "title": "资料",
        "issuer": "暖流",
        "made": "今天",
        "lang": "zh",
        "note": "全部",
        "sections": [section, table],
    }


def test_the_same_data_make_the_same_bytes():
    first = make_pdf(template=TEMPLATE, data=paper("张桂兰"), at=AT)
    assert make_pdf(template=TEMPLATE, data=paper("张桂兰"), at=AT) == first
    assert make_pdf(template=TEMPLATE, data=paper("张桂芳"), at=AT) != first


def test_it_is_tagged_and_says_what_it_conforms_to():
    made = make_pdf(template=TEMPLATE, data=paper("张桂兰"), at=AT)
    assert made.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in made
    assert b"/StructTreeRoot" in made


@pytest.mark.parametrize(
    "nasty", ['#panic("x")', '#import "/etc/passwd"', "*a* _b_ $c$ `d` <e> @f \\", "/* */ // [ ] { }"]
)
def test_data_never_become_markup(nasty):
    assert make_pdf(template=TEMPLATE, data=paper(nasty), at=AT).startswith(b"%PDF")


def test_a_template_reads_nothing_outside_the_house():
    outside = Path(pdf.__file__).parents[3] / "pyproject.toml"
    assert outside.exists()
    with pytest.raises(Exception, match=r"outside|denied|escape|root"):
        pdf.typst.compile(b'#read("/../../pyproject.toml")', root=str(pdf.ROOT))


def test_rare_characters_of_names_can_be_printed_and_the_rest_is_written_out():
    assert missing_from("欧阳䶮㛃𫖯张喆堃Añ—·：（）") == []
    assert missing_from("张👵👵", font=sans()) == ["👵"]
    assert printable("张👵") == "张〔U+1F475〕"
    assert printable("张桂兰\n") == "张桂兰\n"


def test_the_cmap_is_read_as_it_is():
    known = characters_of(sans())
    assert len(known) > 20_000
    assert {ord(one) for one in "aZ0张䶮𫖯"} <= known
    assert 0x10FFFF not in known
