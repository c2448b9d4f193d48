"""Numbers of the duty log."""

from django.utils.translation import gettext_lazy as _

from guanjia.engine.sop import Parameter

LABEL = _("值班与交接")
EARLY, GRACE = "duty.early_minutes", "duty.grace_minutes"
PARAMETERS = (
    Parameter(_("接班提前到岗"), "number", 5, key=EARLY, unit=_("分钟"), least=0, most=60),
    Parameter(_("下班多久未交接告知主管"), "number", 15, key=GRACE, unit=_("分钟"), least=0, most=240),
)
