"""A book that stopped in the midst of migrations which were put together since is refused, not half served."""

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from nuanliu.platform.tables import left_behind


@pytest.mark.django_db
def test_only_a_book_that_has_some_of_them_is_left_behind():
    applied = MigrationRecorder(connection).migration_qs
    assert left_behind(connection) == []
    assert run_checks(tags=[Tags.database], databases=["default"]) == []
    applied.filter(app="care", name="0002_guards").delete()
    assert left_behind(connection) == [], "it has all that the missing one stands for"
    applied.filter(app="care", name="0014_watching").delete()
    assert left_behind(connection) == ["care"]
    assert [found.id for found in run_checks(tags=[Tags.database], databases=["default"])] == ["nuanliu.E009"]
    with pytest.raises(CommandError, match="older than this version"):
        call_command("migrate", verbosity=0, skip_checks=False)
