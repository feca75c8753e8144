import pytest
from django.core.management import CommandError, call_command

from nuanliu.domain.audit.queries import events_matching
from nuanliu.domain.network.types import Role
from nuanliu.domain.people.models import Person
from nuanliu.domain.signing.seconds import has_second
from tests.support.pages import signed_in
from tests.support.town import Town


def test_a_lost_second_step_is_taken_away_and_written_down(db) -> None:
    town = Town.found()
    officer = Person.objects.get(pk=town.staff(Role.BUREAU_SECURITY, node=town.city).id)
    assert has_second(login_id=officer.pk)
    call_command("reset_second_step", officer.login.username, reason="当面看了身份证")
    assert not has_second(login_id=officer.pk)
    [event] = events_matching(action="second_step.reset", subject_id=officer.pk)
    assert event.reason == "当面看了身份证"
    assert signed_in(officer).get("/bureau/")["Location"] == "/account/second-step"


@pytest.mark.parametrize(("account", "reason"), [("nobody", "x"), ("nobody", " ")])
def test_an_unknown_account_and_no_reason_are_refused(db, account, reason) -> None:
    with pytest.raises(CommandError):
        call_command("reset_second_step", account, reason=reason)
