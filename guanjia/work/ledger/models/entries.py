"""What was posted. Both tables are append-only, kept so by the database."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow
from guanjia.work.ledger import rules


class Entry(EstateRow):
    """One money event: what happened, on which day of the books, by whom. `reverses` takes another back as a whole."""

    kind = models.SlugField(_("类型"), max_length=20)
    on = models.DateField(_("记账日期"))
    at = models.DateTimeField(_("时间"))
    text = models.CharField(_("摘要"), max_length=200)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    actor_name = models.CharField(_("经办人"), max_length=40)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("冲销")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("分录")
        indexes = [models.Index(fields=["estate", "on", "id"], name="entry_journal")]

    def __str__(self) -> str:
        return f"{self.on} {self.text}"


class Transfer(EstateRow):
    """An amount from one account to another: both legs in one row, so that nothing can be out of balance.

    `raises` is the charge that this transfer brings into the books, once; `charge` the one that it settles
    (receivable credited) or opens again (receivable debited). Migration 0002 holds both accounts to the estate and
    currency of the row, the day to the entry's, and the raising amount to the charge's.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="transfers")
    on = models.DateField(_("记账日期"))
    debit = models.ForeignKey(
        "ledger.Account",
        models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
        verbose_name=_("借方"),
    )
    credit = models.ForeignKey(
        "ledger.Account",
        models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
        verbose_name=_("贷方"),
    )
    amount = models.DecimalField(_("金额"), max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default=rules.YUAN)
    charge = models.ForeignKey(
        "ledger.Charge", models.PROTECT, null=True, related_name="transfers", db_index=False
    )
    raises = models.ForeignKey(
        "ledger.Charge", models.PROTECT, null=True, related_name="raised_by", db_index=False
    )

    class Meta:
        verbose_name = verbose_name_plural = _("转账")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_two_accounts"),
            models.CheckConstraint(condition=Q(charge=None) | Q(raises=None), name="transfer_one_meaning"),
            models.UniqueConstraint(fields=["raises", "amount"], name="charge_raised_once"),
        ]
        indexes = [
            models.Index(fields=["debit", "on"], name="transfer_debit"),
            models.Index(fields=["credit", "on"], name="transfer_credit"),
            BrinIndex(fields=["on"], name="transfer_days", autosummarize=True),
            models.Index(fields=["charge"], condition=Q(charge__isnull=False), name="transfer_charge"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.debit_id} → {self.credit_id}"
