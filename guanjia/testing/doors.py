"""What an address leads to, and the right that opens it. Every app with `urls.py` or `api.py` brings a `test_doors.py`:

    DOORS = {"give": Door("dispatch.assign", "order", BOTH)}      # by the names in its urls.py
    OPERATIONS = {"GET /orders": Operation("cases:read", "cases.view")}
    def things(cast, now): …                                      # {"order": …}, for the doors of any app

`guanjia.testing.world` gathers them; tests/test_doors.py tries every one.
"""

from dataclasses import dataclass, field
from typing import Any

ANYBODY, STAFF = "anybody", "staff"
BOTH = "GET POST"


@dataclass(frozen=True)
class Door:
    """`right` is a permission (one of several), STAFF (any post) or ANYBODY (no sign-in); `of` names a thing.

    `methods` are those that the address answers. `company` marks things that all estates of the company share,
    `own` things of one person. `signed` ones are called by machines, which sign instead of signing in.

    `part` is the part of the address that the thing's key fills, `more` are further parts, `query` what a GET needs.
    """

    right: str
    of: str = ""
    methods: str = "GET"
    part: str = "pk"
    company: bool = False
    own: bool = False
    signed: bool = False
    more: dict[str, Any] = field(default_factory=dict)
    query: str = ""


@dataclass(frozen=True)
class Operation:
    """Of the API: the `scope` of the token, the person's `right`, and the thing in the address."""

    scope: str
    right: str
    of: str = ""
