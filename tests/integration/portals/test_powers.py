"""Delegated powers and the other methods, over every address that there is, beside the table of `matrix.csv`."""

import pytest
import time_machine
from django.db import transaction

from nuanliu.domain.audit.models import Event
from nuanliu.platform.ids import new_id
from tests.integration.portals.test_matrix import (
    ADDRESSES,
    LOOKS,
    METHODS,
    TABLE_LINES,
    Line,
    answer,
    canaries_in,
    readable,
    said,
)
from tests.support.looks import client_of
from tests.support.world import NOW, WHICH, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_refusals")]
LOADS = {"GET": "200", "POST": "200"}
BELOW_HER = {"GET": "200|200|200|404", "POST": "200|200|200|404"}
_ACTS = ("appoint", "close", "edit", "end-post", "merge", "move", "new", "pledge")
ADMINISTRATOR: dict[str, dict[str, str]] = {
    # Her county has both sites; she looks after organisations and posts, and loads rosters. Nothing else opens.
    "desk:roster": {"POST": "405"},
    "desk:roster-blank": {"GET": "200|200|200|404", "POST": "405"},
    "desk:roster-export": LOADS,
    "desk:roster-commit": {"GET": "405"},
    "desk:roster-discard": {"GET": "405"},
    "desk:rosters": LOADS,
    "dispatch:home": LOADS,
    "dispatch:load": {"GET": "200"},
    "dispatch:missing": {"GET": "200"},
    "dispatch:run": {"GET": BELOW_HER["GET"]},
    "dispatch:confirm": BELOW_HER,
    "dispatch:need": BELOW_HER,
    "dispatch:stop": {"POST": BELOW_HER["POST"]},
    "dispatch:again": {"POST": BELOW_HER["POST"]},
    "honours:home": {"GET": "404"},
    "honours:nominate": {"GET": "404", "POST": "404"},
    "units:home": {"GET": "200"},
    "units:unit": {"GET": "200|200|200|404"},
    **dict.fromkeys(
        (f"units:{act}" for act in ("appoint", "close", "edit", "end-post", "merge", "move", "new", "pledge")),
        BELOW_HER,
    ),
}
"""Where an administrator of the county gets another answer than a shopkeeper, who administers nothing."""
AS_BUREAU, NOT_AT_A_TILL = "alliance:", "merchant:"
"""Shops are decided on by her as by the bureau, within her county; what is a shopkeeper's own is not hers."""
OF_HERSELF = {f"{what} of the administrator" for what in ("identity", "phone", "address")}
"""What her own pages tell her."""
OTHERS = ("PUT", "PATCH", "DELETE")


def test_an_administrator_gets_her_pages_and_no_others(everybody: World) -> None:
    wrong, events = [], Event.objects.count()
    with time_machine.travel(NOW, tick=False):
        for address in ADDRESSES:
            client = client_of(everybody, "administrator")
            for method in METHODS:
                line = TABLE_LINES[address.name, method]
                hers = ADMINISTRATOR.get(address.name, {}).get(method)
                for which in WHICH[:1] if hers is None else WHICH:
                    values = everybody.arguments(set(address.arguments), which=which, state=line.state)
                    with transaction.atomic():  # one of the addresses signs her out
                        response = answer(client, method, address.path(values))
                        transaction.set_rollback(method == "POST")
                    expected = expected_of(address.name, line, which, hers)
                    if said(response) != expected:
                        wrong.append(f"{method} {address.name}, {which}: {said(response)}, expected {expected}")
                    seen = canaries_in(everybody, readable(response))
                    seen -= OF_HERSELF if address.name.startswith("mine:") else set()
                    wrong += [f"{address.name} shows {one}" for one in seen]
    assert wrong == [], "\n" + "\n".join(wrong)
    assert Event.objects.count() == events
    assert set(ADMINISTRATOR) <= {address.name for address in ADDRESSES}


def expected_of(name: str, line: Line, which: str, hers: str | None) -> str:
    """What an administrator is answered."""
    if hers is not None:
        return hers.split("|")[WHICH.index(which)] if "|" in hers else hers
    if name.startswith(AS_BUREAU):
        return line.expected("standards", which)
    expected = line.expected("shop", which)
    return "404" if name.startswith(NOT_AT_A_TILL) and expected != "405" else expected


@pytest.mark.one_database
def test_no_other_method_does_anything(everybody: World) -> None:
    """No page answers PUT, PATCH or DELETE (asked by turns), whoever asks; HEAD is a GET without a body."""
    wrong, before = [], set(Event.objects.values_list("id", flat=True))
    client = client_of(everybody, "coordinator")
    with time_machine.travel(NOW, tick=False):
        for order, address in enumerate(ADDRESSES):
            line = TABLE_LINES[address.name, "GET"]
            values = everybody.arguments(set(address.arguments), which="hers", state=line.state)
            path, method = address.path(values), OTHERS[order % len(OTHERS)]
            got, head = said(client.generic(method, path)), said(client.head(path))
            if got != "405":
                wrong.append(f"{method} {address.name}: {got}")
            if head != line.expected("coordinator", "hers"):
                wrong.append(f"HEAD {address.name}: {head}, GET gives {line.expected('coordinator', 'hers')}")
    assert wrong == [], "\n" + "\n".join(wrong)
    done = Event.objects.exclude(id__in=before).values_list("action", flat=True)
    assert set(done) <= set().union(*LOOKS.values()), "HEAD is a look, and nothing else"
    assert done, "a look that is written down is written down for HEAD too"


def test_an_address_that_nobody_made_is_not_there(everybody: World) -> None:
    client = client_of(everybody, "standards")
    for path in ("/units/x/", f"/units/{new_id()}/rights/", "/bureau/admin", "/admin/", "/api/"):
        assert client.get(path).status_code == 404, path
