"""The numbers of the cashier's desk."""

from django.utils.translation import gettext_lazy as _

from guanjia.engine.sop.duration import Parameter

LABEL = _("收银")
PARAMETERS = (
    Parameter(_("备用金"), "money", 500_00, key="cashier.float", help=_("每个班次开班时抽屉里的零钱")),
    Parameter(_("抹零上限"), "money", 99, key="cashier.rounding_limit", most=10_00),
    Parameter(
        _("多少元积 1 分"),
        "number",
        10,
        key="cashier.yuan_per_point",
        help=_("实收每满多少元积 1 分；0 为不积分"),
    ),
    Parameter(_("多少积分抵 1 元"), "number", 100, key="cashier.points_per_yuan", least=1),
    Parameter(_("积分有效月数"), "number", 24, key="cashier.points_months", help=_("0 为长期有效")),
    Parameter(
        _("积分最多抵扣比例"), "percent", 20, key="cashier.points_share", help=_("一次缴费中积分最多抵多少")
    ),
)
