"""The flow chart of a procedure."""

from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.sop import Procedure
from guanjia.screens.procedures.rules import END, START, is_back, places, ranks
from guanjia.screens.procedures.words import edges_of

BOX, ROUND = [118, 40], [64, 40]


def flow_chart(procedure: type[Procedure]) -> dict[str, Any]:
    """The option of an ECharts graph: boxes left to right, ways back curved and dashed."""
    edges = edges_of(procedure)
    rank = ranks(edges)
    names = {START: _("受理"), END: _("结束")} | {
        code: _(step.label) for code, step in procedure.steps.items()
    }
    nodes = [
        {"id": code, "name": names[code], "x": x, "y": y, "symbol": "roundRect",
         "symbolSize": ROUND if code in (START, END) else BOX}
        for code, (x, y) in places(edges).items()
    ]  # fmt: skip
    links = [
        {"source": here, "target": there,
         "lineStyle": {"curveness": 0.35, "type": "dashed"} if is_back((here, there), rank) else {"curveness": 0}}
        for here, there in edges
    ]  # fmt: skip
    series = {
        "type": "graph", "layout": "none", "data": nodes, "links": links, "edgeSymbol": ["none", "arrow"],
        "edgeSymbolSize": 8, "roam": True, "itemStyle": {"color": "#eef3fb", "borderColor": "#5b7db1"},
        "label": {"show": True, "color": "#1d2939", "fontSize": 12, "width": 104, "overflow": "break"},
        "lineStyle": {"color": "#8a94a6", "width": 1.5},
    }  # fmt: skip
    return {"series": [series], "animation": False}
