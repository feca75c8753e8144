"""How a line of the log looks: one line each, whatever was in what it tells of."""

import logging

_CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), 127, 0x85, 0x2028, 0x2029)}


class OneLine(logging.Formatter):
    """Writes control characters of a message out, so that nobody makes a second line of it. Traces stay as they are."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's word)
        """The line without what follows it."""
        return super().formatMessage(record).translate(_CONTROL)
