"""When mail keeps quiet: a company may set it for itself."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from guanjia.channels.mail.rules import QUIET, Quiet
from guanjia.engine.params.values import Parameters
from guanjia.engine.sop.duration import Parameter

LABEL = _("邮件通知")
HALF_HOURS = tuple((f"{half // 2:02}:{half % 2 * 30:02}",) * 2 for half in range(48))
PARAMETERS = (
    Parameter(_("夜间免打扰从"), "choice", f"{QUIET[0]:%H:%M}", key="mail.quiet_from", choices=HALF_HOURS),
    Parameter(
        _("夜间免打扰到"),
        "choice",
        f"{QUIET[1]:%H:%M}",
        key="mail.quiet_until",
        choices=HALF_HOURS,
        help=_("其间的邮件等到此时再发，紧急的照发；两个时间相同为不设免打扰"),
    ),
)


def quiet_hours(company_id: int, *, now: datetime) -> Quiet:
    """From when until when the company's mail waits, on the wall clock."""
    here = Parameters(company_id=company_id, branch_id=None, estate_id=None, now=now)
    return time.fromisoformat(here.value("mail.quiet_from")), time.fromisoformat(
        here.value("mail.quiet_until")
    )
