import logging
import sys

from nuanliu.platform.logs import OneLine


def line(message, *values, failure=None):
    record = logging.LogRecord("nuanliu", logging.WARNING, "", 1, message, values, failure)
    return OneLine("%(levelname)s %(name)s %(message)s").format(record)


def test_a_message_is_one_line_whatever_is_in_it():
    assert line("asked for %s", "/x\r\nERROR nuanliu forged\x1b[2J\u2028y") == (
        "WARNING nuanliu asked for /x\\x0d\\x0aERROR nuanliu forged\\x1b[2J\\x2028y"
    )
    assert line("张桂兰 123") == "WARNING nuanliu 张桂兰 123"


def test_a_trace_stands_below_its_line():
    try:
        int("x")
    except ValueError:
        told = line("burst", failure=sys.exc_info())
    assert told.startswith("WARNING nuanliu burst\nTraceback")
