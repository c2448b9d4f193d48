"""What is filled in at the desk."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanjia.directory.people.models import Customer
from guanjia.directory.places.models import Building, Estate, Unit
from guanjia.engine.access import Actor
from guanjia.engine.sop import discovery
from guanjia.work.cases.fields import MOMENT
from guanjia.work.cases.models import Case, Channel, Incident, Topic
from guanjia.work.counter.models import Ticket

FIRST = ("repair", "complaint", "suggestion", "consultation")


def procedures(chosen: str) -> list[tuple[str, str]]:
    """What callers want most, and what was chosen at the counter."""
    labels = {one.code: gettext(one.label) for one in discovery.everything()}
    return [(code, labels[code]) for code in dict.fromkeys([*FIRST, chosen]) if code in labels]


def moment(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, widget=widget, required=False, **more)


class RegisterForm(forms.Form):
    """One call. Nobody and nowhere in particular is fine; the words are what counts."""

    use_required_attribute = False
    procedure = forms.ChoiceField(label=_("类型"), widget=forms.RadioSelect)
    estate = forms.ModelChoiceField(Estate.objects.none(), label=_("项目"), required=False)
    customer = forms.ModelChoiceField(Customer.objects.none(), required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), required=False)
    incident = forms.ModelChoiceField(Incident.objects.none(), required=False)
    caller_name = forms.CharField(label=_("来电人"), max_length=60, required=False)
    caller_phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    words = forms.CharField(
        label=_("客户怎么说"), widget=forms.Textarea(attrs={"rows": 2}), max_length=4000,
        error_messages={"required": _("请写明客户的诉求")},
    )  # fmt: skip
    topic = forms.ChoiceField(label=_("事项类别"), choices=Topic.choices, initial=Topic.OTHER)
    urgency = forms.ChoiceField(
        label=_("紧急程度"),
        choices=Case.Urgency.choices[::-1],
        initial=Case.Urgency.ORDINARY,
        widget=forms.RadioSelect,
    )
    severity = forms.ChoiceField(
        label=_("严重程度"),
        choices=Case.Severity.choices[::-1],
        initial=Case.Severity.ORDINARY,
        widget=forms.RadioSelect,
    )
    place = forms.CharField(label=_("公共区域地点"), max_length=120, required=False)
    promised_at = moment(_("预约/承诺时间"))
    channel = forms.ChoiceField(label=_("渠道"), choices=Channel.choices, initial=Channel.PHONE)
    ticket = forms.ModelChoiceField(Ticket.objects.none(), required=False)
    key = forms.CharField(max_length=80, required=False)

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        now: datetime,
        estates: list[Estate],
        estate_id: int | None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.now = now
        self.fields["procedure"].choices = procedures(
            str(self.data.get("procedure") or self.initial.get("procedure", ""))
        )
        self.fields["procedure"].initial = FIRST[0]
        here = self.fields["estate"]
        here.queryset = Estate.objects.visible_to(actor)
        here.choices = [(one.pk, one.name) for one in estates]
        here.initial = estate_id or (estates[0].pk if estates else None)
        self.fields["customer"].queryset = Customer.objects.visible_to(actor)
        self.fields["unit"].queryset = Unit.objects.visible_to(actor).select_related("estate", "building")
        self.fields["incident"].queryset = Incident.objects.visible_to(actor)
        self.fields["ticket"].queryset = Ticket.objects.visible_to(actor).filter(clerk_id=actor.pk)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("unit"):
            given["estate"] = given["unit"].estate
        elif not given.get("estate") and "estate" not in self.errors:
            self.add_error("estate", _("请选择项目"))
        if given.get("promised_at") and given["promised_at"] <= self.now:
            self.add_error("promised_at", _("约定时间已经过去，请改为将来的时间"))
        return given

    @property
    def procedure_code(self) -> str:
        """The chosen procedure, or the first when what was sent is none of ours."""
        codes = [code for code, _label in self.fields["procedure"].choices]
        chosen = self["procedure"].value()
        return chosen if chosen in codes else codes[0]

    @property
    def matter(self) -> dict[str, Any]:
        """What `register_call` wants to know."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class IncidentForm(forms.Form):
    """An outage: what is out, where, and what to tell those who call."""

    estate = forms.ModelChoiceField(Estate.objects.none(), label=_("项目"), empty_label=None)
    title = forms.CharField(label=_("事件"), max_length=100, help_text=_("例如：3栋、5栋停水"))
    topic = forms.ChoiceField(label=_("类别"), choices=Topic.choices)
    buildings = forms.ModelMultipleChoiceField(
        Building.objects.none(), label=_("影响楼栋"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("不选表示整个项目"),
    )  # fmt: skip
    say = forms.CharField(
        label=_("对住户的说法"), widget=forms.Textarea(attrs={"rows": 4}), max_length=1000,
        help_text=_("座席接电话时照着说：出了什么事、正在做什么、什么时候恢复"),
    )  # fmt: skip
    expected_at = moment(_("预计恢复"))
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, estate_id: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["estate"].queryset = Estate.objects.visible_to(actor)
        self.fields["estate"].initial = estate_id
        self.fields["estate"].widget.attrs["data-submit-on-change"] = ""
        self.fields["buildings"].queryset = Building.objects.visible_to(actor).filter(estate_id=estate_id)
        self.fields["buildings"].label_from_instance = lambda building: building.spoken
