"""The peer of `bench routing`: OR-tools' routing solver on a week without caps, in the environment of routing.txt.

Reads one JSON object from standard input, prints one: how good the answer was after how many CPU seconds, and the
routes at the end. A vehicle is one free time of one helper, so that its costs can be hers: a matrix a helper, in C++.
"""

import json
import sys
import time
from itertools import pairwise
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2


def _model(asked: dict[str, Any]) -> tuple[Any, Any]:
    vehicles, nodes = asked["vehicles"], len(asked["minutes"]) + 1
    manager = pywrapcp.RoutingIndexManager(nodes, len(vehicles), 0)
    routing = pywrapcp.RoutingModel(manager)
    costs = [routing.RegisterTransitMatrix(_costs(asked, helper)) for helper in range(len(asked["worth"]))]
    for number, (helper, _begin, _end) in enumerate(vehicles):
        routing.SetArcCostEvaluatorOfVehicle(costs[helper], number)
    routing.AddDimension(routing.RegisterTransitMatrix(asked["travel"]), 10_080, 10_080, False, "time")
    routing.AddConstantDimension(1, asked["in_a_row"] + 1, True, "visits")
    clock = routing.GetDimensionOrDie("time")
    for number, (_helper, begin, end) in enumerate(vehicles):
        clock.CumulVar(routing.Start(number)).SetRange(begin, end)
        clock.CumulVar(routing.End(number)).SetRange(begin, end)
    for need, windows in enumerate(asked["windows"]):
        index = manager.NodeToIndex(need + 1)
        clock.CumulVar(index).SetRange(windows[0][0], windows[-1][1])
        for (_from, before), (after, _to) in pairwise(windows):
            clock.CumulVar(index).RemoveInterval(before + 1, after - 1)
        able = [number for number, vehicle in enumerate(vehicles) if asked["may"][vehicle[0]][need]]
        routing.VehicleVar(index).SetValues([-1, *able])
        routing.AddDisjunction([index], asked["most"])
    return manager, routing


def _costs(asked: dict[str, Any], helper: int) -> list[list[int]]:
    """From each place to each: the way, and what going there is worth less than the most that anything is."""
    arrive = [0, *(asked["most"] - worth for worth in asked["worth"][helper])]
    home = asked["home"][helper]
    first = [0, *(way + more for way, more in zip(home, arrive[1:], strict=True))]
    rows = [
        [back, *(way + more for way, more in zip(ways, arrive[1:], strict=True))]
        for ways, back in zip(asked["between"], home, strict=True)
    ]
    return [first, *rows]


def main() -> None:
    """One search of so many seconds by the clock."""
    asked = json.load(sys.stdin)
    manager, routing = _model(asked)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    first, meta = routing_enums_pb2.FirstSolutionStrategy, routing_enums_pb2.LocalSearchMetaheuristic
    parameters.first_solution_strategy = getattr(first, asked["first"])
    parameters.local_search_metaheuristic = meta.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(int(1000 * asked["seconds"]))
    begin = time.process_time()
    curve: list[tuple[float, int]] = []

    def note() -> None:
        value = routing.CostVar().Max()
        if not curve or value < curve[-1][1]:
            curve.append((time.process_time() - begin, value))

    routing.AddAtSolutionCallback(note)
    if asked["start"] is None:
        found = routing.SolveWithParameters(parameters)
    else:
        routing.CloseModelWithParameters(parameters)
        known = routing.ReadAssignmentFromRoutes(asked["start"], True)  # places left out are inactive
        found = routing.SolveFromAssignmentWithParameters(known, parameters)
    spent, clock = time.process_time() - begin, routing.GetDimensionOrDie("time")
    visits = []
    for number, (helper, _begin, _end) in enumerate(asked["vehicles"]):
        index = routing.Start(number)
        while found and not routing.IsEnd(index := found.Value(routing.NextVar(index))):
            visits.append((helper, found.Min(clock.CumulVar(index)), manager.IndexToNode(index) - 1))
    json.dump({"curve": curve, "cpu": spent, "visits": visits}, sys.stdout)


if __name__ == "__main__":
    main()
