"""Looking at a paper: the same template and data as the PDF, drawn as pictures; and the words that stand on it."""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from nuanliu.platform.fonts import font_folder
from nuanliu.platform.pdf import ROOT


def pictures(template: Path, data: Mapping[str, Any], *, per_inch: int = 200) -> list[Image.Image]:
    """Every page of a paper as a picture."""
    drawn = typst.compile(
        str(template),
        root=str(ROOT),
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
        format="png",
        ppi=per_inch,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    pages = drawn if isinstance(drawn, list) else [drawn]
    return [Image.open(BytesIO(page)) for page in pages]
