"""An installer founds a city from the shell: a check first, then --commit, and again changes nothing."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from nuanliu.domain.network.models import Node
from nuanliu.domain.network.queries import sites

pytestmark = pytest.mark.django_db

UNITS = Path(__file__).parents[3] / "demo" / "01-单位名册.xlsx"


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("import_roster", *arguments, stdout=out)
    return out.getvalue()


def test_the_first_workbook_is_checked_then_loaded_once() -> None:
    assert "--commit" in said("organisations", str(UNITS))
    assert Node.objects.count() == 0
    said("organisations", str(UNITS), "--commit")
    loaded = Node.objects.count()
    assert sites().count() >= 3
    assert "unchanged" in said("organisations", str(UNITS), "--commit")
    assert Node.objects.count() == loaded


def test_what_is_no_workbook_loads_nothing_and_ends_with_a_failure(tmp_path: Path) -> None:
    wrong = tmp_path / "名册.xlsx"
    wrong.write_text("姓名,电话")
    for path in (wrong, tmp_path / "没有这个文件.xlsx"):
        with pytest.raises(CommandError):
            said("organisations", str(path), "--commit")
    assert Node.objects.count() == 0
