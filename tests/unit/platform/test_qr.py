"""QR codes are drawn into the page and say what they are."""

import re

from nuanliu.platform.qr import qr_svg


def test_a_code_is_one_svg_with_a_label_and_no_style_or_script() -> None:
    drawn = qr_svg(text="https://example.org/proof/1", label='同一张 "封条"')
    assert drawn.count("<svg") == 1
    assert 'aria-label="同一张 &quot;封条&quot;"' in drawn
    assert not re.search(r"style=|<script|xlink|href", drawn)


def test_a_long_text_still_fits() -> None:
    assert "<path" in qr_svg(text="NL1:" + "A1B2" * 700, label="证明")
