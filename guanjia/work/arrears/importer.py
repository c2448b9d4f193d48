"""Declares the importer of arrears and opening balances."""

from django.utils.translation import gettext_lazy as _

from guanjia.engine.imports.fields import Importer, publish
from guanjia.work.arrears.actions import refuse_undo, take_back, write
from guanjia.work.arrears.draft import examine
from guanjia.work.arrears.words import FIELDS, IGNORED, NEEDS

ARREARS = publish(
    Importer(
        code="arrears",
        label=_("期初欠费和预存"),
        permission="billing.run",
        fields=FIELDS,
        needs=NEEDS,
        ignored=IGNORED,
        examine=examine,
        write=write,
        undone=lambda touched, scope: None,
        refuse=refuse_undo,
        take_back=take_back,
        strict=True,
        counts=(
            ("charges", _("笔欠费")),
            ("amount", _("元欠费合计")),
            ("prepaid", _("笔预存")),
            ("prepaid_amount", _("元预存合计")),
            ("skipped", _("处错误")),
        ),
    )
)
