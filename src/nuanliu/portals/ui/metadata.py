"""Facts about a page for machines that read it: JSON-LD as a data block, which the content policy lets stand."""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""What would end the block, or be read as markup in it."""


def data_block(facts: dict[str, Any]) -> SafeString:
    """One thing in the words of schema.org. The type makes it data: no browser ever runs it."""
    known = {"@context": "https://schema.org"} | {name: said for name, said in facts.items() if said}
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    # Escaped above: no character is left that could end the block.
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308
