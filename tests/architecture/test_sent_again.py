"""Whatever opens a transaction is sent again when the database could not say whether it was done (ADR 0018)."""

import ast

from tests.architecture.tree import SOURCE, modules

OPENS = {"durable", "atomic"}
INSIDE = {"domain/ledger/engine.py", "domain/ledger/terms.py", "domain/alliance/till/taking.py"}
"""The ledger, and the call that has a courtesy, only ever run inside the act that they belong to."""
BY_ITSELF = {
    "jobs/runs.py:claim",
    "domain/ledger/seals/sealing.py:_seal_batch",
    "domain/ledger/seals/anchoring.py:anchor_city",
}
"""Steps of the schedule: what is not done now is done in the next round."""


def opened_in(function: ast.AST) -> bool:
    """Whether the function itself (not one within it) opens a transaction."""
    for node in ast.iter_child_nodes(function):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.withitem) and isinstance(node.context_expr, ast.Call):
            called = node.context_expr.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in OPENS:
                return True
        if opened_in(node):
            return True
    return False


def openers(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and opened_in(node)]


def is_repeated(function: ast.FunctionDef) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "repeated" for one in function.decorator_list)


def found() -> dict[str, bool]:
    """Every function that opens a transaction, and whether it is sent again."""
    functions = {}
    for path in modules():
        name = path.relative_to(SOURCE).as_posix()
        if name in INSIDE or name.startswith("platform/"):
            continue
        for function in openers(ast.parse(path.read_text())):
            functions[f"{name}:{function.name}"] = is_repeated(function)
    return functions


def test_whoever_opens_a_transaction_is_sent_again():
    assert {name for name, is_sent_again in found().items() if not is_sent_again} == BY_ITSELF


def test_the_acts_are_really_looked_at():
    acts = set(found())
    assert {"usecases/place_need.py:place_need", "domain/people/operations.py:set_free_times"} <= acts
    assert len(acts) >= 25


def test_an_act_that_is_not_sent_again_is_noticed():
    bare = "def act():\n    for one in many:\n        with durable():\n            write(one)\n"
    assert [is_repeated(one) for one in openers(ast.parse(bare))] == [False]
    assert [is_repeated(one) for one in openers(ast.parse("@repeated\n" + bare))] == [True]
