"""What the mail desk does with a piece of mail."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.engine.sop.fields import record
from guanjia.kernel.errors import Refused
from guanjia.registers.parcels import actions
from guanjia.registers.parcels.models import Parcel
from guanjia.work.cases.records import note_records
from guanjia.work.cases.timeline import tell

PIECE = record("parcel", "邮件", "parcels")


def shelve(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """On the shelf with a pick-up code; the customer's page shows it at once."""
    if answers["confidential"] and answers["condition"] == "damaged":
        raise Refused(_("机密件破损不能签收，请当场拒收并请投递人注明"), field="condition")
    parcel = actions.shelve_parcel(
        estate=case.estate, actor=actor, now=now, kind=answers["mail_kind"], sender=answers["sender"][:60],
        number=answers["tracking"][:40], addressee=answers["addressee"][:60], unit=case.unit,
        shelf=answers["shelf"][:20], confidential=answers["confidential"], note=answers.get("damage", "")[:500],
    )  # fmt: skip
    note_records(case, [PIECE], {"parcel": parcel.pk})
    said = _("您的邮件（%(sender)s）已到前台，取件码 %(code)s") % {
        "sender": parcel.sender,
        "code": parcel.code,
    }
    tell(case, kind="parcel", actor=actor, now=now, text=said, is_public=True)
    return {"parcel": parcel.pk, "pickup_code": parcel.code, **_dates(case, now)}


def hand_out(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Fetched with the right code or papers; a confidential piece by the addressee alone and unopened."""
    facts = case.answers
    if answers["outcome"] != "fetched":
        return
    if answers["proof"] == "code" and answers["code_shown"] != facts["pickup_code"]:
        raise Refused(_("取件码不对，请客户核对短信，或查验收件人证件"), field="code_shown")
    if facts["confidential"] and answers["proof"] == "proxy":
        raise Refused(_("机密件只交收件人本人，不能代领"), field="proof")
    actions.hand_out_parcel(parcel=_parcel(case), actor=actor, now=now, to=answers["fetcher"])


def send_back(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    if answers["sent_back"] == "fetched":
        actions.hand_out_parcel(parcel=_parcel(case), actor=actor, now=now, to=answers["late_fetcher"])
        return
    why = case.answers.get("refused_why") or _("到期未领")
    said = _("%(why)s，退回单号 %(number)s") % {"why": why, "number": answers["back_number"]}
    actions.send_back_parcel(parcel=_parcel(case), actor=actor, now=now, why=said)


def _dates(case: Any, now: datetime) -> dict[str, str]:
    numbers = Parameters.of(case.estate, now)
    names = {
        "remind_first_at": "remind_first_days",
        "remind_again_at": "remind_again_days",
        "send_back_at": "keep_days",
    }
    return {
        fact: (now + timedelta(days=numbers.value(f"mail.{name}"))).isoformat()
        for fact, name in names.items()
    }


def _parcel(case: Any) -> Parcel:
    return Parcel.objects.get(pk=case.answers["parcel"])
