import pytest

from tests.support.tampering import run_past_guards


@pytest.fixture(autouse=True)
def anchors_file(settings, tmp_path):
    """A file of anchors of this test alone."""
    settings.ANCHORS_FILE = tmp_path / "anchors.jsonl"
    return settings.ANCHORS_FILE


@pytest.fixture
def plant():
    """Run SQL past the guards, as a database administrator could; ids as UUID on both databases."""
    return run_past_guards
