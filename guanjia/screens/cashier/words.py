"""Means of payment in the user's words."""

from django.utils.translation import gettext_lazy as _

from guanjia.work.cashier.rules import Means

MEANS = {
    Means.CASH: _("现金"),
    Means.CARD: _("刷卡"),
    Means.TRANSFER: _("转账"),
    Means.WECHAT: _("微信"),
    Means.ALIPAY: _("支付宝"),
    Means.PREPAID: _("预存"),
    Means.POINTS: _("积分"),
}


def means_said(code: str) -> str:
    return str(MEANS[Means(code)]) if code in set(Means) else code
