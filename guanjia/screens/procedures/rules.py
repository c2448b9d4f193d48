"""Where each step of a procedure stands in its drawing."""

from collections.abc import Mapping, Sequence

START, END = "start", "end"
Edges = Sequence[tuple[str, str]]


def ranks(edges: Edges) -> dict[str, int]:
    """Each place's distance from the start by the longest way that turns back nowhere; the end stands after all."""
    after: dict[str, list[str]] = {}
    for here, there in edges:
        after.setdefault(here, []).append(there)
    order, found = _onward(after), {START: 0}
    for here, there in order:
        found[there] = max(found.get(there, 0), found[here] + 1)
    found[END] = max((rank for place, rank in found.items() if place != END), default=0) + 1
    return found


def _onward(after: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """The edges that do not turn back, each place's before those of the places that follow."""
    done: list[str] = []
    back: set[tuple[str, str]] = set()

    def walk(here: str, path: tuple[str, ...]) -> None:
        for there in after.get(here, ()):
            if there in (*path, here):
                back.add((here, there))
            elif there not in done:
                walk(there, (*path, here))
        done.append(here)

    walk(START, ())
    return [
        (here, there) for here in reversed(done) for there in after.get(here, ()) if (here, there) not in back
    ]


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
