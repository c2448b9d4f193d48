"""What the simulated providers remember. A real provider keeps its own books."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from guanjia.channels.wallets.rules import to_yuan
from guanjia.engine.access.rows import CompanyRow


class SimulatedTrade(CompanyRow):
    """An order at the simulator, in fen."""

    class State(models.TextChoices):
        OPEN = "open"
        PAID = "paid"
        CLOSED = "closed"

    provider = models.SlugField(max_length=16)
    out_trade_no = models.CharField(max_length=32)
    text = models.CharField(max_length=60)
    fen = models.BigIntegerField()
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    expires_at = models.DateTimeField()
    transaction_id = models.CharField(max_length=32, blank=True)
    paid_at = models.DateTimeField(null=True)
    refunded = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "provider", "out_trade_no", "transaction_id"], name="simulated_trade_once"
            ),
            models.CheckConstraint(
                condition=Q(fen__gt=0, refunded__gte=0) & Q(refunded__lte=F("fen")),
                name="simulated_trade_fen",
            ),
        ]

    def __str__(self) -> str:
        return self.out_trade_no

    @property
    def yuan(self) -> Decimal:
        return to_yuan(self.fen)


class SimulatedRefund(CompanyRow):
    """Money that went back."""

    trade = models.ForeignKey(SimulatedTrade, models.PROTECT, related_name="refunds")
    refund_no = models.CharField(max_length=64)
    fen = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trade", "refund_no"], name="simulated_refund_once")]

    def __str__(self) -> str:
        return self.refund_no
