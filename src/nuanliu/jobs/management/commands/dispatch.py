"""`nuanliu dispatch --dry-run SITE`: propose the next week of a place and print it; nothing is written."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nuanliu.domain.dispatch.queries import SCOPES, next_monday
from nuanliu.domain.network.models import Node
from nuanliu.platform import clock
from nuanliu.usecases.dispatch.laying import Marks, lay_out
from nuanliu.usecases.dispatch.saying import day_and_time, gap_words
from nuanliu.usecases.dispatch.solving import Proposed, read, solve, weights_for
from nuanliu.usecases.dispatch.studying import for_study


class Command(BaseCommand):
    """Reads one week of one place at one moment, proposes it and checks it."""

    help = "Propose the next week of a place and print it (--dry-run), or export the question without names (--export)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", help="code of the site, county or city")
        parser.add_argument("--week", type=date.fromisoformat, help="its Monday; next week if left out")
        parser.add_argument("--dry-run", action="store_true", help="print the proposal")
        parser.add_argument("--export", type=Path, help="write the question as JSON: numbers only, nobody's data")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--seconds", type=float, default=300.0)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Raises CommandError (exit 1) for an unknown place, a week with nothing open, or a proposal with faults."""
        scope = Node.objects.filter(code=options["place"], kind__in=SCOPES, closed_at=None).first()
        if scope is None:
            raise CommandError(f"没有这个地方 / no such place: {options['place']}")
        if not options["dry_run"] and options["export"] is None:
            raise CommandError("请写 --dry-run 或 --export；要安排请在网页上按 / confirm a week on the page, not here")
        now = clock.now()
        monday = options["week"] or next_monday(now=now)
        week = read(scope=scope, week=monday, now=now)
        weights = weights_for(scope=scope, week=monday)
        if options["export"] is not None:
            laid = lay_out(week=week, marks=Marks())
            text = json.dumps(for_study(snapshot=laid.snapshot, weights=weights), ensure_ascii=False)
            options["export"].write_text(text + "\n", encoding="utf-8")
            self.stdout.write(f"{options['export']}: {laid.snapshot.needs} needs, {laid.snapshot.helpers} helpers")
        if options["dry_run"]:
            if not week.needs:
                raise CommandError("那一周没有等人接的需求 / nothing is open in that week")
            self._print(
                solve(week=week, weights=weights, marks=Marks(), seed=options["seed"], seconds=options["seconds"])
            )

    def _print(self, found: Proposed) -> None:
        whole = found.whole
        for one in found.plan.visits:
            need, helper = whole.needs[one.need], whole.helpers[one.helper]
            when = day_and_time(monday=found.week.monday, minute=one.start)
            self.stdout.write(f"{when}  {need.id}  {need.minutes} min  {helper.person.volunteer.number}")
        for row, reason in sorted(found.plan.unserved.items()):
            need = whole.needs[row]
            self.stdout.write(f"{day_and_time(monday=found.week.monday, minute=need.start)}  {need.id}  — {reason}")
        served, gap = len(found.plan.by_need), found.solved.gap
        self.stdout.write(
            f"{served} / {len(whole.needs)}  value {found.solved.value:.2f}  bound {found.solved.bound:.2f}"
        )
        self.stdout.write(f"{gap_words(millionths=round(gap * 1e6))}  {found.hash[:16]}")
        if found.faults:
            raise CommandError(", ".join(sorted({fault.code for fault in found.faults})))
