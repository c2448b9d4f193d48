"""Chart options for Apache ECharts, made of numbers. Plain arithmetic; the labels come from the caller."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

Option = dict[str, Any]
COLOURS = ["#1f5f8b", "#c77700", "#1d6b3c", "#7a4e9c"]
BAR = {"type": "bar", "barMaxWidth": 22}
GRID = {"left": 8, "right": 16, "top": 34, "bottom": 8, "containLabel": True}


def flow(days: Mapping[date, tuple[int, int]], arrived: str, finished: str) -> Option:
    """Arrivals as bars, finished cases as a line, per day."""
    order = sorted(days)
    return {
        "color": COLOURS,
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0},
        "grid": GRID,
        "xAxis": {"type": "category", "data": [f"{day:%m-%d}" for day in order]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {"name": arrived, **BAR, "data": [days[day][0] for day in order]},
            {"name": finished, "type": "line", "data": [days[day][1] for day in order]},
        ],
    }


def heat(rows: Iterable[Mapping[str, int]], weekdays: Sequence[str]) -> Option:
    """Arrivals by weekday and hour."""
    cells = [[row["hour"], row["weekday"] - 1, row["n"]] for row in rows]
    return {
        "color": COLOURS,
        "tooltip": {},
        "grid": {**GRID, "top": 8, "bottom": 44},
        "xAxis": {"type": "category", "data": [f"{hour:02d}" for hour in range(24)]},
        "yAxis": {"type": "category", "data": list(weekdays), "inverse": True},
        "visualMap": {
            "min": 0, "max": max((cell[2] for cell in cells), default=1), "calculable": False, "orient": "horizontal",
            "left": "center", "bottom": 0, "inRange": {"color": ["#f2f6fa", "#7fb2d9", "#1f5f8b"]},
        },
        "series": [{"type": "heatmap", "data": cells, "label": {"show": False}}],
    }  # fmt: skip


def bars(rows: Sequence[tuple[str, int]], name: str) -> Option:
    """Lying bars, the longest on top."""
    return {
        "color": COLOURS,
        "tooltip": {"trigger": "axis"},
        "grid": {**GRID, "top": 8},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "inverse": True, "data": [label for label, _ in rows]},
        "series": [{"name": name, **BAR, "data": [count for _, count in rows]}],
    }


def stacked(rows: Sequence[tuple[str, int, int]], calm: str, late: str) -> Option:
    """Lying bars of two parts per label."""
    return {
        "color": COLOURS,
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0},
        "grid": GRID,
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "inverse": True, "data": [label for label, _, _ in rows]},
        "series": [
            {"name": calm, **BAR, "stack": "all", "data": [count for _, count, _ in rows]},
            {
                "name": late,
                "type": "bar",
                "stack": "all",
                "data": [count for _, _, count in rows],
                "color": "#b42318",
            },
        ],
    }
