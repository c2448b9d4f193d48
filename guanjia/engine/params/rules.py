"""Parameter values as JSON and back, and what is allowed."""

from typing import Any

from guanjia.engine.sop.duration import Limit, Parameter


def dump(value: Any) -> Any:
    """As kept in the database."""
    if isinstance(value, Limit):
        return value.as_json()
    return list(value) if isinstance(value, tuple) else value


def load(parameter: Parameter, value: Any) -> Any:
    """The value the program works with. Raises ValueError when it is none of this parameter's kind."""
    try:
        return _checked(parameter, value)
    except (KeyError, TypeError, AttributeError) as no:
        raise ValueError(f"{parameter.key}: {value!r}") from no


def _checked(parameter: Parameter, value: Any) -> Any:
    match parameter.kind:
        case "limit":
            return value if isinstance(value, Limit) else Limit.from_json(value)
        case "number" | "percent" | "money":
            return _within(parameter, value)
        case "tick":
            return _true_or_false(value)
        case "choice":
            return _offered(parameter, value)
        case "roles" | "lines":
            return _several(parameter, value)


def _within(parameter: Parameter, value: Any) -> int:
    least = 0 if parameter.least is None else parameter.least
    most = 100 if parameter.kind == "percent" and parameter.most is None else parameter.most
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"not a whole number: {value!r}")
    if value < least or (most is not None and value > most):
        raise ValueError(f"{value} is outside {least}–{most}")
    return value


def _true_or_false(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"neither true nor false: {value!r}")
    return value


def _offered(parameter: Parameter, value: Any) -> str:
    if value not in dict(parameter.choices):
        raise ValueError(f"not offered: {value!r}")
    return str(value)


def _several(parameter: Parameter, value: Any) -> tuple[str, ...]:
    several = tuple(str(one).strip() for one in value if str(one).strip())
    if isinstance(value, str) or not several:
        raise ValueError("at least one is needed")
    offered = dict(parameter.choices)
    if offered and not set(several) <= set(offered):
        raise ValueError(f"not offered: {sorted(set(several) - set(offered))}")
    return several
