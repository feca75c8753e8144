"""The sentences that the source shows to people: found in templates and modules without the gettext package."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

_ONE = {"gettext", "gettext_lazy", "gettext_noop", "_"}
_MANY = {"ngettext", "ngettext_lazy"}
_WITH_CONTEXT = {"pgettext", "pgettext_lazy"}


@dataclass(frozen=True)
class Sentence:
    """One msgid, with its plural and context if it has them, and where it stands."""

    msgid: str
    where: str
    plural: str = ""
    context: str | None = None


def _name(call: ast.Call) -> str:
    target = call.func
    return target.id if isinstance(target, ast.Name) else target.attr if isinstance(target, ast.Attribute) else ""


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _sentence(call: ast.Call, where: str) -> Sentence | None:
    texts = [_text(argument) for argument in call.args]
    name = _name(call)
    if name in _ONE and texts and texts[0]:
        return Sentence(texts[0], where)
    if name in _MANY and len(texts) > 1 and texts[0] and texts[1]:
        return Sentence(texts[0], where, plural=texts[1])
    if name in _WITH_CONTEXT and len(texts) > 1 and texts[0] and texts[1]:
        return Sentence(texts[1], where, context=texts[0])
    return None


def in_python(*, source: str, where: str) -> Iterator[Sentence]:
    """The sentences of one module; a local alias `_` counts as gettext."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            found = _sentence(node, f"{where}:{node.lineno}")
            if found:
                yield found


_CALL = re.compile(r"(?<![\w.])(?:gettext|ngettext|pgettext|npgettext|_)\(")


def in_template(*, source: str, where: str) -> Iterator[Sentence]:
    """The sentences of one template, through Django's own translation of templates into calls."""
    code = templatize(source)
    for call in _CALL.finditer(code):
        parsed = _parse_call(code, call.start())
        found = _sentence(parsed, where) if parsed else None
        if found:
            yield found


def _parse_call(code: str, start: int) -> ast.Call | None:
    end = code.find(")", start)
    while end != -1:
        try:
            parsed = ast.parse(code[start : end + 1].lstrip(), mode="eval").body
        except SyntaxError:
            end = code.find(")", end + 1)
        else:
            return parsed if isinstance(parsed, ast.Call) else None
    return None


def in_tree(*, source: Path) -> list[Sentence]:
    """Every sentence under a source folder."""
    found: list[Sentence] = []
    for path in sorted(source.rglob("*.py")):
        if "migrations" not in path.parts:
            found += in_python(source=path.read_text(), where=str(path.relative_to(source)))
    for path in sorted(source.rglob("templates/**/*")):
        if path.suffix in {".html", ".txt"}:
            found += in_template(source=path.read_text(), where=str(path.relative_to(source)))
    return found
