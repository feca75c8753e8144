"""A book of a campaign knows nothing of what other tests carried outside."""

import pytest


@pytest.fixture(autouse=True)
def outside(settings, tmp_path) -> None:
    settings.ANCHORS_FILE = tmp_path / "anchors.jsonl"
