"""What no template may hold, because the content policy refuses it or an old person would meet it."""

import re

from tests.architecture.tree import ROOT, templates

INLINE = re.compile(r"<[^>]*\s(style|on[a-z]+)\s*=|<style\b|<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE)
COMMENTS = re.compile(r"{#.*?#}|{% comment.*?endcomment %}|<!--.*?-->", re.DOTALL)
ELSEWHERE = re.compile(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//""", re.IGNORECASE)


def found(pattern):
    hits = []
    for path in templates():
        text = COMMENTS.sub("", path.read_text())
        hits += [f"{path.relative_to(ROOT)}: {hit.group(0)[:80]}" for hit in pattern.finditer(text)]
    return hits


def test_no_inline_style_script_or_handler():
    assert found(INLINE) == []


def test_nothing_is_fetched_from_elsewhere():
    assert found(ELSEWHERE) == []


def test_every_unsafe_form_carries_its_tokens():
    missing = []
    for path in templates():
        text = COMMENTS.sub("", path.read_text())
        for form in re.finditer(r"<form\b[^>]*method=[\"']?post.*?</form>", text, re.IGNORECASE | re.DOTALL):
            held = form.group(0)
            changes_nothing = 'role="search"' in held
            if "csrf_token" not in held or not (changes_nothing or "form_token" in held or 'name="token"' in held):
                missing.append(f"{path.relative_to(ROOT)}: {held[:100]}")
    assert missing == []
