"""What a price must say before it can be charged."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from guanjia.kernel.errors import Refused
from guanjia.work.billing.models import TariffVersion
from guanjia.work.billing.rules.amounts import Step, check_steps
from guanjia.work.meters.models import Meter

PRICED = {"area", "fixed", "count"}


def check_version(version: TariffVersion) -> None:
    """Raises Refused with the field at fault and what to write there."""
    if version.until and version.until < version.since:
        raise Refused(_("失效日期早于生效日期"), field="until")
    if not 2000 <= version.since.year <= 2200:
        raise Refused(_("生效日期不对，请检查年份"), field="since")
    if version.due_day > 31:
        raise Refused(_("应缴日是 1 到 31 号，0 表示不限"), field="due_day")
    if version.due_from == "issued" and version.due_day:
        raise Refused(_("按出账日算应缴日时，不能再指定几号"), field="due_day")
    if version.method in PRICED and (version.price is None or version.price <= 0):
        raise Refused(_("单价要大于零"), field="price")
    checks = {"metered": _check_metered, "shared": _check_shared, "percent": _check_percent}
    if version.method in checks:
        checks[version.method](version)


def _check_metered(version: TariffVersion) -> None:
    if version.meter_kind not in Meter.Kind.values:
        raise Refused(_("请选择抄哪种表"), field="meter_kind")
    try:
        steps = [Step(None if top is None else Decimal(top), Decimal(price)) for top, price in version.steps]
        check_steps(steps)
    except (ValueError, InvalidOperation, TypeError):
        raise Refused(
            _("阶梯写法不对：每行“用量上限 单价”，上限从小到大，最后一行只写单价；单价不能为负"),
            field="steps",
        ) from None
    if not any(step.price for step in steps):
        raise Refused(_("单价要大于零"), field="steps")


def _check_shared(version: TariffVersion) -> None:
    if version.share_by not in TariffVersion.ShareBy.values:
        raise Refused(_("请选择按什么分摊"), field="share_by")
    if version.share_by == "usage" and version.meter_kind not in Meter.Kind.values:
        raise Refused(_("按用量分摊要选择抄哪种表"), field="meter_kind")
    if version.anniversary:
        raise Refused(_("分摊的周期不能各户不同"), field="anniversary")


def _check_percent(version: TariffVersion) -> None:
    if version.percent is None or version.percent <= 0:
        raise Refused(_("百分比要大于零"), field="percent")
    if version.base_id is None or version.base_id == version.tariff_id:
        raise Refused(_("请选择以哪项收费为基数"), field="base")
    if TariffVersion.objects.standing().filter(tariff=version.base_id, method="percent").exists():
        raise Refused(_("作为基数的收费本身不能是百分比"), field="base")
