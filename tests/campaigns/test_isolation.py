"""The checker of histories: it says nothing of what is in order, and calls each hand-made fault by its name."""

import pytest

from tests.campaigns.isolation import Anomaly, Seen, Transaction, anomalies, strongly_connected, with_own_sight


def kinds(transactions, final):
    return [anomaly.kind for anomaly in anomalies(transactions, final)]


def lists(**elements):
    """Final lists by name: `x="ab"` is a list of the elements a and b, numbered."""
    return {name: list(enumerate(text, 1)) for name, text in elements.items()}


def writes(name, **more):
    """A transaction that appends: `writes("T", x="ab")`."""
    appends = {key: tuple(more.pop(key)) for key in list(more) if key in "xyz"}
    return Transaction(name, appends=appends, **more)


def test_one_after_the_other_is_in_order():
    final = lists(x="ab", y="ab")
    reader = Transaction("R", reads={"x": Seen(1, ((1, "a"),)), "y": Seen(1)})
    assert anomalies([writes("T1", x="a", y="a"), writes("T2", x="b", y="b"), reader], final) == []


def test_g0_two_lists_were_written_in_opposite_orders():
    final = {"x": [(1, "a"), (2, "b")], "y": [(1, "b"), (2, "a")]}
    assert kinds([writes("T1", x="a", y="a"), writes("T2", x="b", y="b")], final) == ["G0"]


def test_g1c_each_saw_what_the_other_wrote():
    one = Transaction("T1", {"x": ("a",)}, {"y": Seen(1)})
    two = Transaction("T2", {"y": ("b",)}, {"x": Seen(1)})
    assert kinds([one, two], lists(x="a", y="b")) == ["G1c"]


def test_g_single_a_reading_torn_in_two():
    reader = Transaction("R", reads={"x": Seen(1), "y": Seen(0)})
    assert anomalies([writes("T1", x="a", y="a"), reader], lists(x="a", y="a")) == [Anomaly("G-single", ("R", "T1"))]


def test_g_single_a_lost_update():
    """Both read one element and appended the second: the number of one is taken twice."""
    final = {"x": [(1, "a"), (2, "b"), (2, "c")]}
    transactions = [writes("T0", x="a"), writes("T1", x="b"), writes("T2", x="c")]
    assert kinds(with_own_sight(transactions, final), final) == ["fork", "G-single"]


def test_g2_neither_saw_the_other():
    one = Transaction("T1", {"x": ("a",)}, {"y": Seen(0)})
    two = Transaction("T2", {"y": ("b",)}, {"x": Seen(0)})
    assert kinds([one, two], lists(x="a", y="b")) == ["G2"]


def test_an_acknowledged_append_that_is_not_there():
    assert kinds([writes("T1", x="a"), writes("T2", x="b")], lists(x="a")) == ["lost append"]
    assert kinds([writes("T1", x="a"), writes("T2", x="b", is_acknowledged=False)], lists(x="a")) == []


def test_a_refused_append_that_is_there():
    assert kinds([writes("T1", x="a", is_refused=True)], lists(x="a")) == ["refused and there"]
    assert kinds([writes("T1", x="a", is_refused=True)], lists(x="")) == []


def test_an_append_that_is_there_twice():
    assert kinds([writes("T1", x="a")], {"x": [(1, "a"), (2, "a")]}) == ["appended twice"]


@pytest.mark.parametrize("seen", [Seen(3), Seen(2, ((2, "c"),)), Seen(2, ((1, "b"), (2, "b")))])
def test_what_was_seen_must_still_be_there(seen):
    reader = Transaction("R", reads={"x": seen})
    assert kinds([writes("T1", x="a"), writes("T2", x="b"), reader], lists(x="ab")) == ["seen and gone"]


def test_half_of_a_transaction_was_seen():
    reader = Transaction("R", reads={"x": Seen(1)})
    assert "half of a transaction" in kinds([writes("T1", x="ab"), reader], lists(x="ab"))
    whole = Transaction("R", reads={"x": Seen(2)})
    assert kinds([writes("T1", x="ab"), whole], lists(x="ab")) == []


def test_a_reading_must_not_be_older_than_what_was_acknowledged_before():
    written = writes("T1", x="a", began=1.0, ended=2.0)
    late, early = (Transaction("R", reads={"x": Seen(0)}, began=at) for at in (3.0, 1.5))
    assert kinds([written, late], lists(x="a")) == ["older than acknowledged"]
    assert kinds([written, early], lists(x="a")) == []


def test_a_number_that_is_missing():
    assert kinds([writes("T1", x="a")], {"x": [(2, "a")]}) == ["gap"]


def test_knots_are_found_however_deep():
    length = 20_000
    ring = {number: {(number + 1) % length: "ww"} for number in range(length)}
    assert [len(knot) for knot in strongly_connected(ring)] == [length]
    assert strongly_connected({number: {number + 1: "ww"} for number in range(length)} | {length: {}}) == []
