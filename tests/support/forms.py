"""The forms of a page as a browser would fill and send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"text", "search", "tel", "number", "date", "password", "email", "url", "textarea"}
"""Kinds of controls into which anything can be typed."""


@dataclass
class Control:
    """One named control. `options` are the values that can be chosen; `described_by` the ids of words about it."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    is_invalid: bool = False
    described_by: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        """Whether anything can be typed into it."""
        return self.kind in TYPED


@dataclass
class Form:
    """One form: where it goes, how, and its controls in order."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)
    is_search: bool = False

    def as_it_stands(self) -> dict[str, str]:
        """What a browser sends when nothing is touched but every choice made: the first option of each group."""
        sent = {}
        for control in self.controls:
            chosen = control.value or next((option for option in control.options if option), "")
            sent.setdefault(control.name, chosen)
        return sent

    @property
    def typed(self) -> list[Control]:
        """The controls into which anything can be typed."""
        return [control for control in self.controls if control.is_typed]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.words: dict[str, str] = {}
        self._form: Form | None = None
        self._open: Control | None = None
        self._ids: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag not in {"input", "br", "img", "link", "meta", "hr"}:
            self._ids.append((tag, said.get("id", "")))
        if tag == "form":
            self._form = Form(said.get("action", ""), said.get("method", "get").lower())
            self._form.is_search = said.get("role") == "search" or self._form.method == "get"
            self.forms.append(self._form)
        elif tag == "option" and self._open is not None:
            self._open.options.append(said.get("value", ""))
            if "selected" in said:
                self._open.value = said.get("value", "")
        elif tag in {"input", "textarea", "select", "button"} and self._form is not None and said.get("name"):
            self._add(self._form, tag, said)

    def _add(self, form: Form, tag: str, said: dict[str, str]) -> None:
        kind = {"input": said.get("type", "text"), "button": "button"}.get(tag, tag)
        control = Control(
            said["name"],
            kind,
            value=said.get("value", ""),
            is_invalid=said.get("aria-invalid") == "true",
            described_by=said.get("aria-describedby", "").split(),
        )
        known = next((one for one in form.controls if one.name == control.name and one.kind == kind), None)
        if kind in {"radio", "checkbox", "button"}:
            if known is None:
                control.options, control.value = [control.value], control.value if "checked" in said else ""
                form.controls.append(control)
            else:
                known.options.append(control.value)
            return
        form.controls.append(control)
        self._open = control if tag in {"textarea", "select"} else None

    def handle_data(self, data: str) -> None:
        for _tag, identity in self._ids:
            if identity:
                self.words[identity] = self.words.get(identity, "") + data
        if self._open is not None and self._open.kind == "textarea":
            self._open.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"textarea", "select"}:
            if self._open is not None and self._open.kind == "textarea":
                self._open.value = self._open.value.removeprefix("\n")
            self._open = None
        if tag == "form":
            self._form = None
        while self._ids and self._ids.pop()[0] != tag:
            pass


def forms_of(html: str) -> list[Form]:
    """Every form of a page."""
    return _read(html).forms


def words_by_id(html: str) -> dict[str, str]:
    """The words inside every element that has an id."""
    return _read(html).words


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader
