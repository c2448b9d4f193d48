"""Numbers of cases that no single procedure owns."""

from django.utils.translation import gettext_lazy as _

from guanjia.engine.sop import Parameter

LABEL = _("事项")
PARAMETERS = (
    Parameter(
        _("暂停计时超过多久须主管办理"),
        "number",
        24,
        key="cases.long_pause",
        unit=_("小时"),
        least=1,
        most=720,
    ),
)
