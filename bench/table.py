"""The figures as a Markdown table, with the goals beside them."""

from typing import Any

GOALS = {"register": (100, None), "wall": (None, None), "overview": (None, None)}
USUAL = (90, 200)
HEAD = (
    "| what | alone p50 / p95 ms | 16 clients p50 / p95 ms | per second | CPU ms a request | goal | met |\n"
    "|---|---|---|---|---|---|---|"
)


def draw(found: dict[str, Any]) -> str:
    """Everything that was measured."""
    lines = [HEAD] if "pages" in found else []
    lines += [_page(name, figures) for name, figures in found.get("pages", {}).items()]
    for part in ("generation", "sweeps", "imports", "billing", "money", "steps"):
        lines += [f"{part}: {name} = {value}" for name, value in found.get(part, {}).items()]
    return "\n".join(lines)


def _page(name: str, figures: dict[str, dict[str, float]]) -> str:
    alone, many = figures["single"], figures["sixteen"]
    rate, slowest = GOALS.get(name, USUAL)
    goal = " ".join([f"≥ {rate}/s" if rate else "", f"p95 ≤ {slowest} ms" if slowest else ""]).strip()
    met = (not rate or many["per_second"] >= rate) and (not slowest or many["p95_ms"] <= slowest)
    faults = int(alone["faults"] + many["faults"])
    verdict = ("yes" if met else "no") if goal else "–"
    cells = [
        name, f"{alone['p50_ms']} / {alone['p95_ms']}", f"{many['p50_ms']} / {many['p95_ms']}", many["per_second"],
        many["cpu_ms"], goal or "–", f"{verdict} ({faults} faults)" if faults else verdict,
    ]  # fmt: skip
    return f"| {' | '.join(str(cell) for cell in cells)} |"
