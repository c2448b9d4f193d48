"""The flow chart of a procedure, as a drawing that scrolls sideways and prints."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guanjia.engine.sop import Procedure
from guanjia.screens.procedures.rules import END, START, is_back, places, ranks
from guanjia.screens.procedures.words import edges_of

WIDTH, HEIGHT, GAP, SPREAD, MARGIN = 116, 44, 164, 84, 24
ARROW = '<path class="{}" d="{}" marker-end="url(#tip)"/>'
LINE = 8  # Chinese characters on a line of a box


def flow_chart(procedure: type[Procedure]) -> SafeString:
    """Boxes left to right by rank; ways back are dashed arcs."""
    edges = edges_of(procedure)
    rank, at = ranks(edges), places(edges, width=GAP, height=SPREAD)
    top = min(y for _x, y in at.values()) - SPREAD
    right, bottom = max(x for x, _y in at.values()), max(y for _x, y in at.values())
    moved = {code: (x + MARGIN, y - top) for code, (x, y) in at.items()}
    names = {START: _("受理"), END: _("结束")} | {
        code: _(step.label) for code, step in procedure.steps.items()
    }
    size = (right + WIDTH + 2 * MARGIN, bottom - top + HEIGHT + SPREAD // 2)
    return format_html(
        '<svg class="flow" width="{}" height="{}" viewBox="0 0 {} {}" role="img" aria-label="{}"><defs><marker id="tip"'
        ' viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/>'
        "</marker></defs>{}{}</svg>",
        *size, *size, _("流程图"),
        format_html_join("", ARROW, (_way(one, moved, rank) for one in edges)),
        format_html_join("", "{}", ((_box(names[code], *spot),) for code, spot in moved.items())),
    )  # fmt: skip


def _way(edge: tuple[str, str], at: dict[str, tuple[int, int]], rank: dict[str, int]) -> tuple[str, str]:
    """From the right side of a box to the left of the next; back, or past other boxes, above them in an arc."""
    (x1, y1), (x2, y2) = at[edge[0]], at[edge[1]]
    middle = HEIGHT // 2
    if is_back(edge, rank):
        lift = min(y1, y2) - SPREAD // 3
        return "back", f"M{x1 + WIDTH // 2} {y1}C{x1} {lift} {x2 + WIDTH} {lift} {x2 + WIDTH // 2} {y2}"
    if rank[edge[1]] - rank[edge[0]] > 1:
        lift = max(y1, y2) + HEIGHT + SPREAD // 3
        low = HEIGHT
        return (
            "far",
            f"M{x1 + WIDTH // 2} {y1 + low}C{x1 + WIDTH} {lift} {x2} {lift} {x2 + WIDTH // 2} {y2 + low}",
        )
    return "next", f"M{x1 + WIDTH} {y1 + middle}L{x2} {y2 + middle}"


def _box(name: str, x: int, y: int) -> SafeString:
    lines = _lines(name)
    first = y + HEIGHT // 2 + 5 - (len(lines) - 1) * 8
    placed = ((x + WIDTH // 2, first + row * 16, line) for row, line in enumerate(lines))
    words = format_html_join("", '<text x="{}" y="{}">{}</text>', placed)
    return format_html('<rect x="{}" y="{}" width="{}" height="{}" rx="8"/>{}', x, y, WIDTH, HEIGHT, words)


def _lines(name: str) -> list[str]:
    """Two lines at most, broken between words where there are spaces."""
    room = LINE if any(sign > "ÿ" for sign in name) else 2 * LINE
    if len(name) <= room:
        return [name]
    cut = name.rfind(" ", 0, room + 1)
    cut = cut if cut > 0 else min(room, (len(name) + 1) // 2 + 1)
    rest = name[cut:].strip()
    return [name[:cut], rest if len(rest) <= room else rest[: room - 1] + "…"]
