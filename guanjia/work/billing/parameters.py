"""Numbers of billing and late fees that a company, branch or estate may set for itself."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.directory.team import roles
from guanjia.engine.params.values import Parameters
from guanjia.engine.sop.duration import Parameter
from guanjia.work.billing.rules.late import LateRule

LABEL = _("出账和违约金")
PARAMETERS = (
    Parameter(_("比上期变动超过多少算异常"), "number", 50, key="billing.jump", unit="%", least=1, most=1000),
    Parameter(_("超过同类中位数几倍算异常"), "number", 10, key="billing.high", unit=_("倍"), least=2, most=1000),
    Parameter(_("逾期收违约金"), "tick", True, key="billing.late"),
    Parameter(
        _("违约金日率（万分之）"), "number", 5, key="billing.late_rate", unit=_("万分之/天"), least=0, most=100,
        help=_("按合同约定填写，如日万分之五"),
    ),
    Parameter(_("逾期多少天内不收"), "number", 30, key="billing.late_grace", unit=_("天"), least=0, most=365),
    Parameter(_("违约金最多为本金的"), "number", 100, key="billing.late_cap", unit="%", least=1, most=1000),
    Parameter(
        _("违约金从哪天算起"), "choice", "due", key="billing.late_from",
        choices=(("due", _("应缴日次日")), ("grace", _("宽限期满次日"))),
    ),
    Parameter(_("代收代缴的费用也收违约金"), "tick", False, key="billing.late_for_others"),
    Parameter(_("收银可自行减免违约金"), "money", 2000, key="billing.waive_cashier"),
    Parameter(_("客服主管可减免违约金"), "money", 20000, key="billing.waive_supervisor"),
    Parameter(_("会计可减免违约金"), "money", 20000, key="billing.waive_accountant"),
    Parameter(_("项目经理可减免违约金"), "money", 200000, key="billing.waive_manager"),
    Parameter(_("总部可减免违约金"), "money", 100000000, key="billing.waive_headquarters"),
)  # fmt: skip
WAIVING = (roles.CASHIER, roles.SUPERVISOR, roles.ACCOUNTANT, roles.MANAGER, roles.HEADQUARTERS)


def late_rule(here: Parameters) -> LateRule | None:
    """How late fees are counted at this place; None when it asks for none."""
    if not here.value("billing.late") or not here.value("billing.late_rate"):
        return None
    return LateRule(
        rate=Decimal(here.value("billing.late_rate")),
        grace=here.value("billing.late_grace"),
        cap=here.value("billing.late_cap"),
        from_due=here.value("billing.late_from") == "due",
    )


def waiving_limit(actor: Any, estate: Any, *, now: datetime) -> Decimal:
    """The most that this person may forgive of one late fee, in yuan."""
    here = Parameters.of(estate, now)
    held = [role for role in WAIVING if f"role.{role}" in actor.permissions]
    return max((Decimal(here.value(f"billing.waive_{role}")) / 100 for role in held), default=Decimal(0))
