"""Reports progress from inside the one big transaction, over a connection of its own, and hears the cancel button."""

import time
from types import TracebackType
from typing import Self

from django.db import connection

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import NOBODY, settings_of
from guanjia.engine.imports.fields import Cancelled

_SCOPE = (
    "SELECT set_config('guanjia.company', %s, false), set_config('guanjia.estates', %s, false),"
    " set_config('guanjia.system', %s, false)"
)


class Progress:
    """Call it with the share done, 0 to 1. At most four times a second it is written down. Raises Cancelled."""

    def __init__(self, run_id: int, company_id: int) -> None:
        self.run_id = run_id
        self.company_id = company_id
        self.side = connection.copy()
        self._last = 0.0

    def __enter__(self) -> Self:
        with self.side.cursor() as cursor:
            cursor.execute(_SCOPE, settings_of(system(self.company_id)))
        return self

    def __call__(self, share: float) -> None:
        if time.monotonic() - self._last < 0.25:
            return
        self._last = time.monotonic()
        with self.side.cursor() as cursor:
            cursor.execute(
                "UPDATE imports_importrun SET progress = %s WHERE id = %s RETURNING cancel_asked",
                [min(share, 0.99), self.run_id],
            )
            row = cursor.fetchone()
        if row and row[0]:
            raise Cancelled

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self.side.cursor() as cursor:
            cursor.execute(_SCOPE, NOBODY)
        self.side.close()
