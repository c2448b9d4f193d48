"""Shifts that nobody closed, and points that have run out."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from guanjia.directory.places.models import Company, Estate
from guanjia.directory.team.models import Staff
from guanjia.directory.team.roles import ROLES
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.notify.actions import notify
from guanjia.engine.notify.models import Notification
from guanjia.kernel import time
from guanjia.work.cashier.actions import expire_points
from guanjia.work.cashier.models import CashSession
from guanjia.work.cashier.queries import left_open

KIND = "cash_session.left_open"


@app.periodic(cron="5 * * * *")
@app.task(
    queue="default", name="cashier.tell_of_open", queueing_lock="cashier.tell_of_open", pass_context=False
)
def tell_of_open(timestamp: int) -> int:
    """Every hour: supervisors hear once of a shift that has been open for more than a day. Returns how many."""
    with acting_as(system(None)):
        companies = list(Company.objects.all())
    told = 0
    for company in companies:
        with acting_as(system(company.pk)):
            rows = left_open(system(company.pk), now=time.now())
            told += sum(_tell(session) for session in rows)
    return told


def _tell(session: CashSession) -> bool:
    link = reverse("cashier:shift", args=[session.pk])
    if Notification.objects.filter(company=session.company_id, kind=KIND, link=link).exists():
        return False
    roles = [code for code, role in ROLES.items() if "cash.supervise" in role.permissions]
    here = Q(everywhere=True) | Q(estates__contains=[session.estate_id])
    people = Staff.objects.filter(here, company=session.company_id, is_active=True, roles__overlap=roles)

    def text() -> str:
        return _("%(who)s 的班次 %(number)s（%(till)s）超过 24 小时没有交班，请提醒或代为交班") % {
            "who": session.cashier.name, "number": session.number, "till": session.till,
        }  # fmt: skip

    return bool(notify(to=people, kind=KIND, text=text, link=link, now=time.now()))


@app.periodic(cron="20 16 * * *")
@app.task(
    queue="default", name="cashier.expire_points", queueing_lock="cashier.expire_points", pass_context=False
)
def expire(timestamp: int) -> int:
    """Every night after midnight in China: points whose last day has passed. Returns how many grants."""
    with acting_as(system(None)):
        estates = list(Estate.objects.all())
    gone = 0
    for estate in estates:
        us = system(estate.company_id)
        with acting_as(us):
            gone += expire_points(actor=us, now=time.now(), estate=estate)
    return gone


labels = {
    "cashier.tell_of_open": gettext_lazy("提醒忘记交班的收银班次"),
    "cashier.expire_points": gettext_lazy("积分到期清零"),
}
