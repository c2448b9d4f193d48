"""The customer's link: a signed address that brings one answer."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.channels.mail import letters
from guanjia.channels.mail.models import MailLog
from guanjia.engine.access import Actor, require, system
from guanjia.engine.access.once import once
from guanjia.engine.params.values import value
from guanjia.kernel.errors import Stale
from guanjia.work.cases.timeline import tell
from guanjia.work.followups import jobs
from guanjia.work.followups.actions import DO, answer_once
from guanjia.work.followups.models import Answer, FollowUp, LinkToken
from guanjia.work.followups.tokens import BadLink, parts_of


def link_of(token: str) -> LinkToken:
    """The link, read under the scope of its company. Raises BadLink."""
    company_id, code = parts_of(token)
    link = (
        LinkToken.objects.visible_to(system(company_id))
        .select_related("followup__case", "followup__unit__building", "followup__answer", "estate__company")
        .filter(code=code)
        .first()
    )
    if link is None:
        raise BadLink(_("这个链接无效，请检查是否完整复制；仍打不开请致电服务中心"))
    return link


@transaction.atomic
def send_link(*, actor: Actor, now: datetime, followup: FollowUp, to: str = "", key: str = "") -> LinkToken:
    """Make a link for this follow-up. Raises Forbidden and Stale (answered meanwhile)."""
    require(actor, DO)

    def make() -> LinkToken:
        ours = FollowUp.objects.visible_to(actor).select_related("case", "estate").get(pk=followup.pk)
        if not ours.is_open:
            raise Stale(_("这次回访已经有结果了，不用再发链接"))
        valid = value("followups.link_days", estate=ours.estate, now=now)
        if ours.case:
            tell(ours.case, kind="followup.link_sent", actor=actor, now=now, data={"to": to})
        link = LinkToken.objects.create(
            company_id=ours.company_id,
            estate_id=ours.estate_id,
            followup=ours,
            code=token_urlsafe(12),
            sent_at=now,
            sent_by_id=actor.pk,
            sent_to=to,
            mail=_logged(ours, to, now=now) if to else None,
            expires_at=now + timedelta(days=valid),
        )
        if to:
            jobs.mail_link.defer(company_id=link.company_id, link_id=link.pk)
        return link

    return once(LinkToken, key=key, verb="followup.link", actor=actor, now=now, make=make)


def _logged(followup: FollowUp, to: str, *, now: datetime) -> MailLog:
    """The line in the mail log. It names the matter, never the address of the link."""
    about = followup.case.number if followup.case else followup.subject
    text = _("回访评价链接 %(number)s") % {"number": about}
    return letters.note(company_id=followup.company_id, address=to, text=text, now=now)


@transaction.atomic
def answer_by_link(
    *, token: str, stars: int, satisfied: bool, words: str, now: datetime, opens: str = Answer.Opens.COMPLAINT
) -> Answer:
    """The customer's answer, recorded by the system of the link's company. Must run inside that scope.

    `opens` is the kind of case that a dissatisfied household of a sample opens.
    Raises BadLink, Refused (stars) and Stale (used, expired, or answered by phone meanwhile).
    """
    link = link_of(token)
    if not link.is_usable(now=now):
        raise Stale(_("这个链接已经用过或过期了"))
    said = {"stars": stars, "satisfied": satisfied, "words": words, "opens": opens}
    answer = answer_once(link.followup, actor=system(link.company_id), now=now, **said)
    link.used_at = now
    link.save(update_fields=["used_at"])
    return answer
