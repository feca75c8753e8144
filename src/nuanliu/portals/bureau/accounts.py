"""Any account of any site, for the bureau's auditors: found by whose it is, read as a statement."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from nuanliu.domain.ledger.queries import balances_of
from nuanliu.domain.ledger.statements import AccountFacts, statement_of
from nuanliu.domain.ledger.types import AccountKind, BalanceNow, Unit
from nuanliu.domain.network.queries import sites
from nuanliu.domain.network.types import Power
from nuanliu.platform.errors import Words
from nuanliu.portals.bureau.frame import show
from nuanliu.portals.ui.book import ACCOUNTS, UNITS
from nuanliu.portals.ui.doors import opens_with
from nuanliu.portals.ui.forms import AskForm, TextField
from nuanliu.portals.ui.kept import asked, keep
from nuanliu.portals.ui.request import HouseRequest
from nuanliu.portals.ui.statements import Period, period_of, statement_context, workbook
from nuanliu.usecases.read_statement import AnyAccount, ToldLine, accounts_named, accounts_of_site, any_account


class AccountForm(AskForm):
    """Whose account is looked for: a person's, or a site's own."""

    name = TextField(label=_("户名或志愿者编号"), help_text=_("写全名。"), required=False, max_length=60)
    site = forms.ChoiceField(label=_("站点自己的账户"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(pk), name) for pk, name in sites().values_list("pk", "name")]
        self.fields["site"].choices = [("", _("不选")), *known]  # type: ignore[attr-defined]


@dataclass(slots=True)
class Row:
    """One account as the list shows it; a busy one is the sum of its rows, each with its own statement."""

    words: Words
    unit: str
    unit_words: Words
    posted: int = 0
    held: int = 0
    links: list[tuple[int, str]] = field(default_factory=list)

    def add(self, facts: AccountFacts, balance: BalanceNow | None) -> None:
        """Add one row of the account."""
        self.posted += balance.posted if balance else 0
        self.held += balance.held if balance else 0
        self.links.append((facts.stripe + 1, reverse("bureau:account", args=[facts.ref.site, facts.ref.id])))


def rows_of(found: list[AnyAccount]) -> list[Row]:
    """The accounts, busy ones as one row."""
    balances = balances_of(accounts=[one.facts.ref for one in found])
    rows: dict[tuple[str, str, str], Row] = {}
    for one in found:
        facts = one.facts
        row = rows.setdefault(
            (facts.kind, facts.unit, facts.code), Row(words_of(one), facts.unit.value, UNITS[facts.unit])
        )
        row.add(facts, balances.get(facts.ref.id))
    return [row for _key, row in sorted(rows.items(), key=lambda one: _order(*one[0]))]


def _order(kind: str, unit: str, code: str) -> tuple[int, int, str]:
    return list(Unit).index(Unit(unit)), list(AccountKind).index(AccountKind(kind)), code


def words_of(account: AnyAccount) -> Words:
    """What kind of account it is."""
    kind = ACCOUNTS[account.facts.kind]
    if account.other_site:
        return _("%(kind)s：%(site)s") % {"kind": kind, "site": account.other_site}
    return str(kind)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_with(Power.AUDIT_READ)
def accounts(request: HouseRequest) -> HttpResponse:
    """Find an account by its owner."""
    if request.method == "POST":
        return keep(request, *AccountForm.base_fields)
    form = AccountForm(asked(request) or None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        name, site = form.cleaned_data["name"], form.cleaned_data["site"]
        people = accounts_named(actor=request.actor, name=name)
        context["people"] = [
            (person, rows_of([AnyAccount(facts, person.home_site, person.name, person, "") for facts in kept]))
            for person, kept in people
        ]
        if site:
            context["of_site"] = rows_of(accounts_of_site(actor=request.actor, site=UUID(site)))
            context["site_name"] = dict(form.fields["site"].choices)[site]  # type: ignore[attr-defined]
        context["is_asked"] = bool(name or site)
    return show(request, "bureau/accounts.html", context)


@require_safe
@opens_with(Power.AUDIT_READ)
def account(request: HouseRequest, site_id: UUID, account_id: UUID) -> HttpResponse:
    """The statement of one account."""
    found = any_account(actor=request.actor, site=site_id, account=account_id)
    period = period_of(request)
    statement = statement_of(account=found.facts.ref, first=period.first, last=period.last)
    context = {
        **statement_context(
            request=request, statement=statement, period=period, unit=found.facts.unit, leads=_to_the_story
        ),
        "holder": _holder(found),
        "kept_at": found.site.name,
        "export_url": reverse("bureau:account-file", args=[site_id, account_id]),
        "crumbs": [
            (reverse("bureau:accounts"), _("账户")),
            ("", found.owner),
        ],
        "found": found,
        "opened_at": found.facts.opened_at,
    }
    return show(request, "bureau/account.html", context)


@require_safe
@opens_with(Power.AUDIT_READ)
def account_file(request: HouseRequest, site_id: UUID, account_id: UUID) -> HttpResponse:
    """The same days as a workbook."""
    found = any_account(actor=request.actor, site=site_id, account=account_id)
    period: Period = period_of(request)
    statement = statement_of(account=found.facts.ref, first=period.first, last=period.last)
    return workbook(statement=statement, unit=found.facts.unit, holder=_holder(found))


def _holder(found: AnyAccount) -> str:
    if found.person is not None:
        return found.owner
    return f"{found.owner} · {words_of(found)}"


def _to_the_story(told: ToldLine) -> str:
    """An auditor reads what was done to a visit; the visit's own page belongs to the site."""
    return f"{reverse('bureau:audit')}?subject={told.line.subject}"
