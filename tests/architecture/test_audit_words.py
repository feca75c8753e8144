"""Whatever is written down in the audit can be read there: every action, and every kind of subject, has its words."""

import re

from nuanliu.portals.bureau.audit_words import ACTIONS, SUBJECTS
from tests.architecture.tree import ROOT, modules

_ACTION = re.compile(r'(?:action=|\bnote\w*\(\s*|_note\w*\(\s*|_write_down\(\s*)"([a-z_]+\.[a-z_]+)"')
_SUBJECT = re.compile(r'subject_type="([a-z_]+)"')


def written(pattern):
    text = "\n".join(path.read_text() for path in modules() if ROOT / "src" in path.parents)
    return set(pattern.findall(text))


def test_every_action_has_words():
    assert len(written(_ACTION)) > 100, "the search finds them"
    assert sorted(written(_ACTION) - ACTIONS.keys()) == []


def test_every_subject_has_words():
    assert sorted(written(_SUBJECT) - SUBJECTS.keys()) == []
