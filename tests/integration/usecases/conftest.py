import pytest

from tests.support.town import Town


@pytest.fixture
def town(db) -> Town:
    return Town.found()


@pytest.fixture(autouse=True)
def _anchors_of_this_test(settings, tmp_path) -> None:
    settings.ANCHORS_FILE = tmp_path / "anchors.jsonl"
