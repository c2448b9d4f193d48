"""What a guard or a technician saw on his round, reported from the pocket in twenty seconds."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanjia.directory.places.models import Estate
from guanjia.directory.places.queries import units_named
from guanjia.engine.access import Actor, require
from guanjia.engine.ui import shell
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.phone.words import for_scripts
from guanjia.work.cases.actions import add_attachment, register_case
from guanjia.work.cases.models import Case, Channel, Topic

TOPICS = (Topic.WATER, Topic.POWER, Topic.LIFT, Topic.DOOR, Topic.STRUCTURE, Topic.CLEANING, Topic.GREEN,
          Topic.SECURITY, Topic.PARKING, Topic.OTHER)  # fmt: skip


class ReportForm(forms.Form):
    """Where, what, and how urgent."""

    use_required_attribute = False
    estate = forms.ModelChoiceField(Estate.objects.none(), label=_("项目"), empty_label=None)
    place = forms.CharField(
        label=_("在哪里"), max_length=120,
        widget=forms.TextInput(attrs={"placeholder": _("如 3栋大堂、地下车库 B 区、3-2-1501")}),
        error_messages={"required": _("请写在哪里,公共区域或房号都行")},
    )  # fmt: skip
    topic = forms.ChoiceField(
        label=_("哪一类"), choices=[(one.value, one.label) for one in TOPICS], widget=forms.RadioSelect,
        error_messages={"required": _("请点一类")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("什么情况"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写一句什么情况")},
    )  # fmt: skip
    urgent = forms.BooleanField(label=_("急,请马上派人"), required=False)

    def __init__(self, *args: Any, actor: Actor, estates: list[Estate], **more: Any) -> None:
        super().__init__(*args, **more)
        here: Any = self.fields["estate"]
        here.queryset = Estate.objects.visible_to(actor)
        here.initial = estates[0].pk if estates else None
        if len(estates) == 1:
            here.widget = forms.HiddenInput()


@transaction.atomic
def report_issue(
    *, actor: Actor, now: datetime, estate: Estate, place: str, topic: str, words: str, urgent: bool,
    photos: Iterable[UploadedFile] = (), key: str = "",
) -> Case:  # fmt: skip
    """Register what a colleague saw, with its photos. A place that names one room is that room. Raises Refused."""
    units = units_named(place, actor=actor, estate=estate)
    unit = units[0] if len(units) == 1 else None
    case = register_case(
        actor=actor, now=now, estate=estate, procedure="repair", words=words, topic=topic, unit=unit,
        place="" if unit else place, channel=Channel.STAFF, caller_name=actor.name,
        urgency=Case.Urgency.URGENT if urgent else Case.Urgency.ORDINARY,
        answers={"kind": "home" if unit else "public"}, key=key,
    )  # fmt: skip
    for number, photo in enumerate(photos):
        add_attachment(
            actor=actor, now=now, case=case, upload=photo, key=f"{key}-{number}" if key else "", told=False
        )
    return case


@login_required
def report(request: HttpRequest) -> HttpResponse:
    """The form; sent, it says the number and offers the next one."""
    require(request.user, "cases.register")
    estates = shell.estates(request)
    chosen = shell.chosen_estate_id(request)
    first = {"estate": chosen} if chosen else None
    form = ReportForm(request.POST or None, actor=request.user, estates=estates, initial=first)
    context = {"form": form, "estates": estates, "words": for_scripts()}
    if request.method == "POST" and form.is_valid():
        try:
            context["case"] = report_issue(
                actor=request.user, now=now(), photos=request.FILES.getlist("photos"),
                key=request.POST.get("key", ""), **form.cleaned_data,
            )  # fmt: skip
            context["said"] = gettext("已报上去,单号 %(number)s") % {"number": context["case"].number}
        except Refused as no:
            refuse(form, no)
    return page(request, "phone/report.html", "", context, status=422 if form.errors else 200)
