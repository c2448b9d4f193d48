"""The papers of the cashier's desk behind an entry of the books."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.work.cashier.models import DepositAct, Payment, Refund
from guanjia.work.ledger.models import Entry

OURS = ("payment", "refund", "deposit")


def documents(entry: Entry) -> Iterator[tuple[str, str]]:
    """The receipt, refund or deposit that was booked, with the address of its page."""
    if entry.kind not in OURS:
        return
    for receipt in Payment.objects.filter(entry=entry):
        yield _("收据 %(number)s") % {"number": receipt.number}, reverse("cashier:receipt", args=[receipt.pk])
    for refund in Refund.objects.filter(entry=entry):
        yield _("退款单"), reverse("cashier:refund", args=[refund.pk])
    for act in DepositAct.objects.filter(entry=entry):
        yield _("押金单"), reverse("cashier:deposit", args=[act.deposit_id])
