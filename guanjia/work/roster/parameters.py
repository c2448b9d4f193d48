"""Numbers of the roster."""

from django.utils.translation import gettext_lazy as _

from guanjia.engine.sop import Parameter

LABEL = _("排班")
REMIND = "roster.remind_days"
PARAMETERS = (
    Parameter(_("月末前几天提醒排下月的班"), "number", 3, key=REMIND, unit=_("天"), least=0, most=20),
)
