import pytest

from tests.support.town import Town


@pytest.fixture
def town(db) -> Town:
    return Town.found()
