"""Work done after the commit."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from guanjia.channels.mail import jobs as mail
from guanjia.channels.mail import letters
from guanjia.directory.places.models import Estate
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.work.cases import actions as cases
from guanjia.work.cases.models import Case
from guanjia.work.followups import actions
from guanjia.work.followups.models import LinkToken
from guanjia.work.followups.queries import ANSWERED
from guanjia.work.followups.rules import nothing_said
from guanjia.work.followups.tokens import address_of


@app.task(queue="default", name="followups.pass_over")
def pass_over(*, company_id: int, case_id: int) -> None:
    """A case outside the sample does not wait for a call."""
    us = system(company_id)
    with acting_as(us):
        case = Case.objects.visible_to(us).get(pk=case_id)
        cases.receive(case=case, event=ANSWERED, answers=nothing_said(), actor=us, now=time.now())


@app.periodic(cron="5 * * * *")
@app.task(
    queue="default", name="followups.draw_samples", queueing_lock="followups.draw_samples", pass_context=False
)
def draw_samples(timestamp: int) -> int:
    """Every hour, because estates may have time zones of their own: draw what begins today. Returns how many."""
    moment = time.now()
    with acting_as(system(None)):
        estates = list(Estate.objects.order_by("pk"))
    made = 0
    for estate in estates:
        us = system(estate.company_id)
        with acting_as(us):
            made += actions.draw_samples(estate=estate, actor=us, now=moment)
    return made


@app.task(queue="mail", name="followups.mail_link", retry=mail.BACK_OFF)
def mail_link(*, company_id: int, link_id: int) -> None:
    """Send the customer the link, unless the answer has come meanwhile. The mail log shows what became of it."""
    us = system(company_id)
    with acting_as(us):
        link = (
            LinkToken.objects.visible_to(us)
            .select_related("followup__case", "followup__unit__building", "estate__company", "mail")
            .get(pk=link_id)
        )
        now = time.now()
        if not link.is_usable(now=now):
            letters.skip(link.mail)
            return
        letters.post(link.mail, subject=_("请评价我们的服务"), body=_letter(link), now=now)


def _letter(link: LinkToken) -> str:
    said = {"title": link.followup.subject, "address": address_of(link), "estate": link.estate.name}
    if link.followup.case is None:
        text = _(
            "您好:\n\n想听听您对我们服务的意见。请点开下面的链接告诉我们:\n%(address)s\n\n%(estate)s客服中心"
        )
    else:
        text = _(
            "您好:\n\n您反映的“%(title)s”已经处理完成。请点开下面的链接告诉我们是否满意:\n%(address)s\n\n%(estate)s客服中心"
        )
    return text % said


labels = {
    "followups.pass_over": gettext_lazy("不在抽样内的事项直接办结"),
    "followups.draw_samples": gettext_lazy("抽取本期回访名单"),
    "followups.mail_link": gettext_lazy("给客户发评价链接"),
}
