"""Whether a fault means that there is no database, rather than that a statement was wrong."""

import psycopg
from django.db import InterfaceError, OperationalError

FAULTS = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
LOST = ("08", "57P")  # SQLSTATE: connection exceptions; the server ended the session


def is_database_lost(fault: BaseException | None) -> bool:
    """True when no connection could be had (there is no state then), or when the server ended it."""
    if not isinstance(fault, FAULTS):
        return False
    theirs = fault if isinstance(fault, psycopg.Error) else fault.__cause__
    return str(getattr(theirs, "sqlstate", None) or LOST[0]).startswith(LOST)
