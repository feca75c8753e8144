"""The session engine: Django's rows in the database, which also say whose they are and when they were last used."""

from datetime import datetime
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as RowStore

from nuanliu.domain.signing.models import Session
from nuanliu.platform import clock

WAY, BROWSER, BEGUN_AT = "way", "browser", "begun-at"
"""What signing in writes into the session."""


class SessionStore(RowStore):
    """`row` is the session as it was read; None for one that is not stored yet."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our table."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        # Django has this method; its stubs do not.
        self.row = super()._get_session_from_db()  # type: ignore[misc]
        return self.row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row for these data: saving is using."""
        row = cast("Session", super().create_model_instance(data))
        now = clock.now()
        row.login_id = data.get(SESSION_KEY)
        row.way = data.get(WAY, "")
        row.browser = data.get(BROWSER, "")
        row.begun_at = datetime.fromisoformat(data[BEGUN_AT]) if BEGUN_AT in data else now
        row.seen_at = now
        return row
