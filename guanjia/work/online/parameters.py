"""The numbers of online payment."""

from django.utils.translation import gettext_lazy as _

from guanjia.engine.sop.duration import Parameter

LABEL = _("线上支付")
PARAMETERS = (
    Parameter(
        _("订单有效分钟数"), "number", 30, key="online.order_minutes", least=5, most=120,
        help=_("过期未付自动关闭；已付而迟到的款项照样入账"),
    ),
    Parameter(_("缴费链接有效天数"), "number", 30, key="online.link_days", least=1, most=180),
)  # fmt: skip
