"""Where each step of a procedure stands in its drawing."""

from collections.abc import Mapping, Sequence

START, END = "start", "end"
Edges = Sequence[tuple[str, str]]


def ranks(edges: Edges) -> dict[str, int]:
    """Each place's distance from the start, by the shortest way; the end stands after all others."""
    after: dict[str, list[str]] = {}
    for here, there in edges:
        after.setdefault(here, []).append(there)
    found, waiting = {START: 0}, [START]
    for here in waiting:
        for there in after.get(here, ()):
            if there not in found:
                found[there] = found[here] + 1
                waiting.append(there)
    found[END] = max((rank for place, rank in found.items() if place != END), default=0) + 1
    return found


def places(edges: Edges, *, width: int = 150, height: int = 90) -> dict[str, tuple[int, int]]:
    """Left to right by rank; places of the same rank stand below each other, centred. In pixels."""
    columns: dict[int, list[str]] = {}
    for place, rank in ranks(edges).items():
        columns.setdefault(rank, []).append(place)
    return {
        place: (rank * width, round((row - (len(column) - 1) / 2) * height))
        for rank, column in columns.items()
        for row, place in enumerate(column)
    }


def is_back(edge: tuple[str, str], rank: Mapping[str, int]) -> bool:
    """Whether an edge leads to an earlier place: once more."""
    return rank[edge[1]] <= rank[edge[0]]
