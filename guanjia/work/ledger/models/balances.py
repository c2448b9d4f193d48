"""What stood on the accounts when a month was closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow
from guanjia.work.ledger.models.chart import Account, Closing


class Balance(EstateRow):
    """All that had gone through an account by the end of a closed month, from the first day of the books on.

    Written by the database with the closing (migration 0003), so that no later reading sums closed months again.
    """

    closing = models.ForeignKey(
        Closing, models.PROTECT, related_name="balances", db_index=False, verbose_name=_("结账记录")
    )
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="balances", db_index=False, verbose_name=_("科目")
    )
    debits = models.DecimalField(_("借方累计"), max_digits=18, decimal_places=2)
    credits = models.DecimalField(_("贷方累计"), max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = _("结账余额")
        constraints = [models.UniqueConstraint(fields=["closing", "account"], name="balance_once")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.debits} / {self.credits}"
