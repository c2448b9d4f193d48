"""The customer's link: a signed address that brings one answer."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require, system
from guanjia.engine.access.once import once
from guanjia.engine.params.values import value
from guanjia.kernel.errors import Refused, Stale
from guanjia.work.cases.timeline import tell
from guanjia.work.followups.actions import DO, answer_once
from guanjia.work.followups.models import Answer, FollowUp, LinkToken

_signer = signing.Signer(salt="followup link", sep=".")


class BadLink(Refused):
    """Forged, mistyped or from another installation."""


def token_of(link: LinkToken) -> str:
    """The last part of the address `/q/…`. Made of the row's random code and our signature."""
    return _signer.sign(f"{link.company_id}-{link.code}")


def address_of(link: LinkToken) -> str:
    """The whole address, to be shown, copied or scanned."""
    return f"{settings.SITE_URL}/q/{token_of(link)}"


def company_of(token: str) -> int:
    """Whose link it is, known without the database. Raises BadLink."""
    try:
        return int(_signer.unsign(token).partition("-")[0])
    except (signing.BadSignature, ValueError) as forged:
        raise BadLink(_("这个链接无效,请检查是否完整复制")) from forged


def link_of(token: str) -> LinkToken:
    """The link, read under the scope of its company. Raises BadLink."""
    company_id = company_of(token)
    code = _signer.unsign(token).partition("-")[2]
    link = (
        LinkToken.objects.visible_to(system(company_id))
        .select_related("followup__case__estate__company", "followup__answer")
        .filter(code=code)
        .first()
    )
    if link is None:
        raise BadLink(_("这个链接无效,请检查是否完整复制"))
    return link


@transaction.atomic
def send_link(*, actor: Actor, now: datetime, followup: FollowUp, to: str = "", key: str = "") -> LinkToken:
    """Make a link for this follow-up. Raises Forbidden and Stale (answered meanwhile)."""
    require(actor, DO)

    def make() -> LinkToken:
        ours = FollowUp.objects.visible_to(actor).select_related("case__estate").get(pk=followup.pk)
        if not ours.is_open:
            raise Stale(_("这次回访已经有结果了,不用再发链接"))
        valid = value("followups.link_days", estate=ours.case.estate, now=now)
        tell(ours.case, kind="followup.link_sent", actor=actor, now=now, data={"to": to})
        return LinkToken.objects.create(
            company_id=ours.company_id,
            estate_id=ours.estate_id,
            followup=ours,
            code=token_urlsafe(12),
            sent_at=now,
            sent_by_id=actor.pk,
            sent_to=to,
            expires_at=now + timedelta(days=valid),
        )

    return once(LinkToken, key=key, verb="followup.link", actor=actor, now=now, make=make)


@transaction.atomic
def answer_by_link(*, token: str, stars: int, satisfied: bool, words: str, now: datetime) -> Answer:
    """The customer's answer, recorded by the system of the link's company. Must run inside that scope.

    Raises BadLink, Refused (stars) and Stale (used, expired, or answered by phone meanwhile).
    """
    link = link_of(token)
    if not link.is_usable(now=now):
        raise Stale(_("这个链接已经用过或过期了"))
    answer = answer_once(
        link.followup, actor=system(link.company_id), now=now, stars=stars, satisfied=satisfied, words=words
    )
    link.used_at = now
    link.save(update_fields=["used_at"])
    return answer
