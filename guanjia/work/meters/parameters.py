"""Numbers of meters that a company, branch or estate may set for itself."""

from django.utils.translation import gettext_lazy as _

from guanjia.engine.sop.duration import Parameter

LABEL = _("抄表")
PARAMETERS = (
    Parameter(
        _("用量超过日均的几倍须确认后才能出账"),
        "number",
        3,
        key="meters.jump",
        unit=_("倍"),
        least=2,
        most=20,
    ),
)
