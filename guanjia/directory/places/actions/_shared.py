"""What setting up places has in common: whose they are, names given once, the trail."""

from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from guanjia.directory.places.models import Company, Estate
from guanjia.engine.access import EVERYWHERE, Actor
from guanjia.engine.audit.trail import change, facts, record
from guanjia.kernel.errors import Forbidden, Refused

EDIT = "directory.edit"


def home(estate: Estate) -> dict[str, int]:
    return {"company_id": estate.company_id, "estate_id": estate.pk}


def owned(company: Company) -> Company:
    company.company_id = company.pk
    return company


def require_here(actor: Actor, estate: Estate) -> None:
    if estate.company_id != actor.company_id or estate.pk not in actor.estate_ids:
        raise Forbidden(_("这个项目不在您的管理范围内。"))


def require_everywhere(actor: Actor) -> None:
    if actor.estate_ids is not EVERYWHERE:
        raise Forbidden(_("只有负责全公司的岗位才能这样做。"))


def given(text: str, field: str) -> str:
    if not text.strip():
        raise Refused(_("请填写这一项。"), field=field)
    return text.strip()


def locked[M: models.Model](model: type[M], actor: Actor, row: M) -> M:
    return model.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=row.pk)


def save(row: models.Model, taken: str, field: str = "name") -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(taken, field=field, code="taken") from None


def create[M: models.Model](row: M, actor: Actor, now: datetime, taken: str) -> M:
    save(row, taken)
    record(actor=actor, now=now, verb=f"{row._meta.model_name}.created", of=row, after=facts(row))
    return row


def rename[M: models.Model](model: type[M], row: M, actor: Actor, now: datetime, name: str, taken: str) -> M:
    row = locked(model, actor, row)
    try:
        with transaction.atomic(), change(row, actor=actor, now=now, verb=f"{row._meta.model_name}.renamed"):
            row.name = given(name, "name")
    except IntegrityError:
        raise Refused(taken, field="name", code="taken") from None
    return row
