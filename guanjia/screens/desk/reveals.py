"""Who looked at whose full numbers."""

from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models import Case as Choose
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.directory.people.models import Customer, Phone
from guanjia.directory.team.queries import staff_rows
from guanjia.engine.access import Actor
from guanjia.engine.access.models import Reveal
from guanjia.engine.ui.lists import Choice, Column, Days, Listing
from guanjia.work.cases.models import Case

CUSTOMER, PHONE, CASE = (model._meta.label_lower for model in (Customer, Phone, Case))
FIELDS = [
    ("number", _("电话")), ("caller_phone", _("来电号码")), ("id_number", _("证件号码")), ("owners", _("整份业主台账")),
    ("answers", _("事项里填写的号码")),
]  # fmt: skip


def looks(actor: Actor) -> QuerySet[Reveal]:
    """Looks by people in the actor's reach, each with `whose_pk` (customer) and `whose` (name) where it may be told."""
    of_phone = Phone.objects.visible_to(actor).filter(pk=OuterRef("object_id")).values("customer_id")
    of_case = Case.objects.visible_to(actor).filter(pk=OuterRef("object_id")).values("customer_id")
    customer = Choose(
        When(model=CUSTOMER, then=F("object_id")),
        When(model=PHONE, then=Subquery(of_phone)),
        When(model=CASE, then=Subquery(of_case)),
        default=Value(None),
        output_field=BigIntegerField(),
    )
    name = Customer.objects.visible_to(actor).filter(pk=OuterRef("whose_pk")).values("name")
    rows = Reveal.objects.visible_to(actor).filter(actor__in=staff_rows(actor).order_by())
    return rows.select_related("actor").annotate(whose_pk=customer).annotate(whose=Subquery(name))


def looks_at(actor: Actor, customer: Customer, *, most: int = 30) -> list[Reveal]:
    """Who looked at this customer's numbers, newest first. One statement."""
    phones = Phone.objects.visible_to(actor).filter(customer=customer).values("pk")
    cases = Case.objects.visible_to(actor).filter(customer=customer).values("pk")
    about = (
        Q(model=CUSTOMER, object_id=customer.pk)
        | Q(model=PHONE, object_id__in=phones)
        | Q(model=CASE, object_id__in=cases)
    )
    rows = Reveal.objects.visible_to(actor).filter(about)
    return list(rows.select_related("actor").order_by("-at", "-id")[:most])


def what(row: Reveal) -> str:
    return str(dict(FIELDS).get(row.field, row.field))


def _people(request: HttpRequest) -> list[tuple[int, str]]:
    return list(staff_rows(request.user).order_by("name").values_list("pk", "name"))  # type: ignore[arg-type]


def _whose(row: Any) -> Any:
    return row.whose or (_("（不在您的范围内）") if row.model in (CUSTOMER, PHONE) else "—")


REVEALS = Listing(
    code="reveals", title=_("谁看过号码"), noun=_("次"), sort="-at",
    columns=(
        Column("at", _("时间"), kind="when", sort="at"),
        Column("actor", _("看的人"), value="actor.name", sort="actor__name"),
        Column("whose", _("看的是谁的"), value=_whose),
        Column("field", _("看了什么"), value=what),
        Column("reason", _("用途")),
    ),
    filters=(
        Choice("actor", _("看的人"), "actor_id", _people),
        Choice("field", _("看了什么"), "field", FIELDS),
        Days("at", _("日期"), "at"),
    ),
    link=lambda row: reverse("desk:customer", args=[row.whose_pk]) if row.whose else "",
    empty=_("还没有人看过完整号码"), hint=_("号码平时只显示一部分；点开看过的，都会记在这里。"),
)  # fmt: skip
