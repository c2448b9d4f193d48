"""Work done after the commit."""

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.work.cases import actions as cases
from guanjia.work.cases.models import Case
from guanjia.work.followups.models import LinkToken
from guanjia.work.followups.queries import ANSWERED
from guanjia.work.followups.tokens import address_of


@app.task(queue="default", name="followups.pass_over")
def pass_over(*, company_id: int, case_id: int) -> None:
    """A case outside the sample does not wait for a call."""
    us = system(company_id)
    with acting_as(us):
        case = Case.objects.visible_to(us).get(pk=case_id)
        cases.receive(case=case, event=ANSWERED, answers={"outcome": "not_sampled"}, actor=us, now=time.now())


@app.task(queue="mail", name="followups.mail_link", retry=3)
def mail_link(*, company_id: int, link_id: int) -> None:
    """Send the customer the link, unless the answer has come meanwhile."""
    us = system(company_id)
    with acting_as(us):
        link = (
            LinkToken.objects.visible_to(us)
            .select_related("followup__case", "estate__company")
            .get(pk=link_id)
        )
        if not link.is_usable(now=time.now()):
            return
        title = link.followup.case.title
        text = _(
            "您好:\n\n您反映的“%(title)s”已经处理完成。请点开下面的链接告诉我们是否满意:\n%(address)s\n\n%(estate)s客服中心"
        )
        said = {"title": title, "address": address_of(link), "estate": link.estate.name}
        EmailMessage(_("请评价我们的服务"), text % said, to=[link.sent_to]).send()
