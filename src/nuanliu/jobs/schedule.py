"""What runs by itself, and when. A new job is one more line in SCHEDULE.

Every job sweeps: it takes `now`, does what is due, may be run again at once without harm, and returns how many it did.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from nuanliu.domain.audit.chain import seal_events
from nuanliu.domain.insights.refresh import refresh
from nuanliu.jobs.runs import forget_old_runs
from nuanliu.jobs.tasks import send_what_waits
from nuanliu.platform import clock
from nuanliu.usecases.announce import tell_announcements
from nuanliu.usecases.certify_visit import credit_unchosen
from nuanliu.usecases.check_audit import check_audit
from nuanliu.usecases.close_estates import close_estates
from nuanliu.usecases.close_months import close_months
from nuanliu.usecases.commend.freeze import freeze_due
from nuanliu.usecases.dispatch.confirming import send_waves
from nuanliu.usecases.dispatch.learning import learn_acceptance
from nuanliu.usecases.dispatch.running import continue_lost_runs
from nuanliu.usecases.erase_person import erase_due
from nuanliu.usecases.fall_back import mark_unserved
from nuanliu.usecases.gather.afterwards import credit_unchosen_gatherings
from nuanliu.usecases.gather.reminding import remind_of_gatherings
from nuanliu.usecases.give_time import time_out_gifts
from nuanliu.usecases.grant_time import grant_monthly
from nuanliu.usecases.inviting.answer import expire_invitations
from nuanliu.usecases.keep_catalogue import bring_in_services
from nuanliu.usecases.lend_time import close_overdrafts
from nuanliu.usecases.make_certificates import continue_lost
from nuanliu.usecases.mark_honours import mark_honours
from nuanliu.usecases.pairing.change import resume_due
from nuanliu.usecases.raise_fallbacks import raise_tasks
from nuanliu.usecases.reconcile import check_everything
from nuanliu.usecases.release_figures import release_figures
from nuanliu.usecases.remind_visits import remind_of_tomorrow, remind_visits
from nuanliu.usecases.rest_account import end_moved_accounts, rest_quiet_accounts
from nuanliu.usecases.retention import sweep_all
from nuanliu.usecases.run_out import expire_lots, warn_of_expiry
from nuanliu.usecases.seal_books import anchor_daily, seal_books
from nuanliu.usecases.series.make import make_occurrences
from nuanliu.usecases.settle_shops import make_statements
from nuanliu.usecases.special_status import end_what_ran_out
from nuanliu.usecases.tell_of_courtesies import tell_of_courtesies
from nuanliu.usecases.time_out_holds import time_out_holds

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Job:
    """A sweep with its rhythm: either `every` so long, or once a day `at` a time on the wall.

    A slot that passed while the machine was off is made up for once when it is back, the newest only.
    """

    name: str
    sweep: Callable[..., int]
    every: timedelta | None = None
    at: time | None = None

    def slot(self, *, now: datetime) -> datetime:
        """The beginning of the slot that `now` is in."""
        if self.every is not None:
            return _EPOCH + (now - _EPOCH) // self.every * self.every
        at = self.at or time()
        today = clock.at(clock.local_date(now), at.hour, at.minute)
        if now >= today:
            return today
        return clock.at(clock.local_date(now) - timedelta(days=1), at.hour, at.minute)


SCHEDULE: tuple[Job, ...] = (
    Job("ledger.seal", seal_books, every=timedelta(minutes=1)),
    Job("audit.seal", seal_events, every=timedelta(minutes=1)),
    Job("ledger.anchor", anchor_daily, at=time(23, 55)),
    Job("insights.refresh", refresh, every=timedelta(minutes=1)),
    Job("notices.send-waiting", send_what_waits, every=timedelta(minutes=1)),
    Job("alliance.tell-of-courtesies", tell_of_courtesies, every=timedelta(minutes=1)),
    Job("insights.tell-announcements", tell_announcements, every=timedelta(minutes=5)),
    Job("care.mark-unserved", mark_unserved, every=timedelta(minutes=5)),
    Job("care.expire-invitations", expire_invitations, every=timedelta(minutes=5)),
    Job("care.raise-tasks", raise_tasks, every=timedelta(minutes=5)),
    Job("care.bring-in-services", bring_in_services, at=time(0, 1)),
    Job("care.resume-pairs", resume_due, at=time(0, 5)),
    Job("care.make-occurrences", make_occurrences, at=time(0, 10)),
    Job("care.credit-unchosen", credit_unchosen, every=timedelta(hours=1)),
    Job("gatherings.credit-unchosen", credit_unchosen_gatherings, every=timedelta(hours=1)),
    Job("care.remind-visits", remind_visits, every=timedelta(minutes=15)),
    Job("care.remind-of-tomorrow", remind_of_tomorrow, every=timedelta(minutes=15)),
    Job("gatherings.remind-of-tomorrow", remind_of_gatherings, every=timedelta(minutes=15)),
    Job("passbook.time-out-gifts", time_out_gifts, every=timedelta(minutes=15)),
    Job("passbook.time-out-holds", time_out_holds, every=timedelta(hours=1)),
    Job("passbook.expire-lots", expire_lots, at=time(0, 20)),
    Job("passbook.warn-of-expiry", warn_of_expiry, at=time(7, 30)),
    Job("passbook.close-estates", close_estates, at=time(0, 50)),
    Job("passbook.rest-quiet", rest_quiet_accounts, at=time(1, 0)),
    Job("passbook.end-moved", end_moved_accounts, at=time(1, 10)),
    Job("people.end-special", end_what_ran_out, at=time(0, 40)),
    Job("passbook.close-overdrafts", close_overdrafts, at=time(0, 45)),
    Job("passbook.grant-monthly", grant_monthly, at=time(0, 50)),
    Job("ledger.close-months", close_months, at=time(1, 30)),
    Job("honours.freeze", freeze_due, at=time(0, 30)),
    Job("honours.mark", mark_honours, at=time(1, 40)),
    Job("alliance.make-statements", make_statements, at=time(1, 50)),
    Job("opendata.release-figures", release_figures, at=time(2, 10)),
    Job("ledger.check-everything", check_everything, at=time(2, 30)),
    Job("audit.check", check_audit, at=time(2, 50)),
    Job("people.erase-due", erase_due, at=time(3, 0)),
    Job("certificates.continue-lost", continue_lost, every=timedelta(minutes=1)),
    Job("dispatch.send-waves", send_waves, every=timedelta(minutes=5)),
    Job("dispatch.learn-acceptance", learn_acceptance, at=time(1, 20)),
    Job("dispatch.continue-lost", continue_lost_runs, every=timedelta(minutes=1)),
    Job("kept.sweep", sweep_all, at=time(3, 10)),
    Job("jobs.forget-old-runs", forget_old_runs, at=time(3, 30)),
)
