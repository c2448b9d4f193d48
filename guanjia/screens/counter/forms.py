"""What is filled in at the front desk."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guanjia.directory.places.models import Estate, Unit
from guanjia.directory.places.queries import units_named
from guanjia.directory.team.models import Staff
from guanjia.engine.access import Actor
from guanjia.work.counter.models import Visit

WANTS = (
    _("交费"),
    _("报修"),
    _("门禁卡"),
    _("借钥匙"),
    _("取件"),
    _("装修"),
    _("放行条"),
    _("停车"),
    _("咨询"),
)


def home_named(text: str, *, actor: Actor, estate: Estate) -> Unit | None:
    """The one home that this names, or None."""
    found = units_named(text, actor=actor, estate=estate) if text else []
    return found[0] if len(found) == 1 else None


class TakeForm(forms.Form):
    """A number for a walk-in: what for, and a home or a name if he says so."""

    what = forms.CharField(max_length=40, required=False)
    who = forms.CharField(max_length=60, required=False)
    key = forms.CharField(max_length=80, required=False)

    def person(self, *, actor: Actor, estate: Estate) -> dict[str, Any]:
        typed = self.cleaned_data["who"].strip()
        unit = home_named(typed, actor=actor, estate=estate)
        return {"unit": unit, "name": "" if unit else typed}


class AtHome(forms.Form):
    """A form that names a home in words."""

    room = forms.CharField(label=_("房号"), max_length=40, required=False)
    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, estate: Estate, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor, self.estate = actor, estate

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        typed = given.pop("room", "").strip()
        given["unit"] = home_named(typed, actor=self.actor, estate=self.estate)
        if typed and given["unit"] is None:
            self.add_error("room", _now("这个项目里没有这个房号，请核对"))
        return given


class BookForm(AtHome):
    """Who comes when and what for."""

    field_order = ("name", "phone", "room", "what", "at", "clerk")
    name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    what = forms.CharField(label=_("办理事项"), max_length=40)
    at = forms.ChoiceField(label=_("预约时间"))
    clerk = forms.ModelChoiceField(
        Staff.objects.none(), label=_("接待人"), required=False, empty_label=_("谁都可以")
    )

    def __init__(self, *args: Any, free: list[tuple[datetime, int]], **more: Any) -> None:
        super().__init__(*args, **more)
        zone = ZoneInfo(self.estate.time_zone)
        self.fields["at"].choices = [  # type: ignore[attr-defined]
            (at.isoformat(), _now("%(at)s（余 %(left)s 位）") % {"at": f"{at.astimezone(zone):%H:%M}", "left": left})
            for at, left in free
        ]  # fmt: skip
        self.fields["clerk"].queryset = clerks_at(self.actor, self.estate)  # type: ignore[attr-defined]

    def clean_at(self) -> datetime:
        return datetime.fromisoformat(self.cleaned_data["at"])


class VisitForm(AtHome):
    """One line of the visitor log."""

    field_order = (
        "name", "kind", "people", "whom", "room", "what", "plate", "document", "document_tail", "badge",
    )  # fmt: skip
    name = forms.CharField(label=_("来访人"), max_length=60)
    kind = forms.ChoiceField(label=_("来访类别"), choices=Visit.Kind.choices, initial=Visit.Kind.GUEST)
    people = forms.IntegerField(label=_("人数"), min_value=1, max_value=200, initial=1)
    whom = forms.CharField(label=_("找谁"), max_length=60)
    what = forms.CharField(label=_("事由"), max_length=80, required=False)
    plate = forms.CharField(label=_("车牌"), max_length=12, required=False)
    document = forms.ChoiceField(
        label=_("出示证件"), choices=[("", _("未出示")), *Visit.Document.choices], required=False
    )
    document_tail = forms.CharField(
        label=_("证件后四位"), max_length=20, required=False, help_text=_("只保存后四位，不留完整号码")
    )
    badge = forms.CharField(
        label=_("访客证号"), max_length=12, required=False, help_text=_("发给访客的证，离开时收回")
    )


class DayForm(forms.Form):
    """Which day is being booked."""

    day = forms.DateField(required=False)

    def chosen(self, today: date) -> date:
        return max(today, (self.cleaned_data.get("day") if self.is_valid() else None) or today)


def clerks_at(actor: Actor, estate: Estate) -> Any:
    """Those who sit at the desks of this estate."""
    people = Staff.objects.visible_to(actor).filter(is_active=True, estates__contains=[estate.pk])
    return people.filter(roles__overlap=["desk", "agent", "butler"]).order_by("name")
