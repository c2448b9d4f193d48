"""Gapless numbers per estate and kind."""

from django.db import connection, models

from guanjia.engine.access.rows import EstateRow


class Counter(EstateRow):
    """The last number given. The row is locked until the caller commits, so a rollback gives the number back."""

    kind = models.CharField(max_length=20)
    period = models.CharField(max_length=8)
    value = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["estate", "kind", "period"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.period}: {self.value}"


def next_number(*, company_id: int, estate_id: int, kind: str, period: str) -> int:
    """The next number of this estate, kind and period. Call it late in the transaction: others wait from here on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO numbering_counter (company_id, estate_id, kind, period, value) VALUES (%s, %s, %s, %s, 1)"
            " ON CONFLICT ON CONSTRAINT counter_once DO UPDATE SET value = numbering_counter.value + 1"
            " RETURNING value",
            [company_id, estate_id, kind, period],
        )
        return int(cursor.fetchone()[0])
