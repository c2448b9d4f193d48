"""What a guard or a technician saw on his round, reported from the pocket in twenty seconds."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from guanjia.directory.places.models import Estate
from guanjia.directory.places.queries import units_named
from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import part_of
from guanjia.engine.ui import shell
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.phone.commands import moment, refusal
from guanjia.screens.phone.words import for_scripts
from guanjia.work.cases.actions import add_attachment, register_case
from guanjia.work.cases.models import Case, Channel, Topic

TOPICS = (Topic.WATER, Topic.POWER, Topic.LIFT, Topic.DOOR, Topic.STRUCTURE, Topic.CLEANING, Topic.GREEN,
          Topic.SECURITY, Topic.PARKING, Topic.OTHER)  # fmt: skip

DELAYED = timedelta(minutes=10)


class ReportForm(forms.Form):
    """Where, what, and how urgent."""

    estate = forms.ModelChoiceField(Estate.objects.none(), label=_("项目"), empty_label=None)
    place = forms.CharField(
        label=_("在哪里"), max_length=120,
        widget=forms.TextInput(attrs={"placeholder": _("如 3栋大堂、地下车库 B 区、3-2-1501")}),
        error_messages={"required": _("请写在哪里，公共区域或房号都行")},
    )  # fmt: skip
    topic = forms.ChoiceField(
        label=_("哪一类"), choices=[(one.value, one.label) for one in TOPICS], widget=forms.RadioSelect,
        error_messages={"required": _("请点一类")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("什么情况"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写一句什么情况")},
    )  # fmt: skip
    urgent = forms.BooleanField(label=_("急，请马上派人"), required=False)

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
    photos: Iterable[UploadedFile] = (), seen_at: datetime | None = None, key: str = "",
) -> Case:  # fmt: skip
    """Register what a colleague saw, with its photos. A place that names one room is that room. Raises Refused.

    What lay in the phone for want of a network says when it was seen.
    """
    if seen_at and now - seen_at > DELAYED:
        words = gettext("%(words)s（%(at)s 看到，有网络后才报上来）") % {
            "words": words, "at": f"{localtime(seen_at):%m-%d %H:%M}",
        }  # fmt: skip
    units = units_named(place, actor=actor, estate=estate)
    unit = units[0] if len(units) == 1 else None
    case = register_case(
        actor=actor, now=now, estate=estate, procedure="repair", words=words, topic=topic, unit=unit,
        place="" if unit else place, channel=Channel.STAFF, caller_name=actor.name,
        urgency=Case.Urgency.URGENT if urgent else Case.Urgency.ORDINARY,
        answers={"kind": "home" if unit else "public"}, key=key,
    )  # fmt: skip
    for number, photo in enumerate(photos):
        add_attachment(actor=actor, now=now, case=case, upload=photo, key=part_of(key, number), told=False)
    return case


@login_required
def report(request: HttpRequest) -> HttpResponse:
    """The form. Its script sends it through the phone's queue; without the script it is an ordinary form."""
    require(request.user, "cases.register")
    form = _form(request)
    context = {"form": form, "estates": shell.estates(request), "words": for_scripts()}
    if request.method == "POST" and form.is_valid():
        try:
            context["case"] = _register(request, form)
            context["said"] = _said(context["case"])
        except Refused as no:
            refuse(form, no)
    return page(request, "phone/report.html", "", context, status=422 if form.errors else 200)


@login_required
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """A report from the queue of the phone. 200 registered (now or before), 409 refused with the reason."""
    form = _form(request)
    try:
        require(request.user, "cases.register")
        if not form.is_valid():
            raise Refused(" ".join(error for errors in form.errors.values() for error in errors))
        return JsonResponse({"text": _said(_register(request, form))})
    except Refused as no:
        return refusal(no)


def _form(request: HttpRequest) -> ReportForm:
    chosen = shell.chosen_estate_id(request)
    first = {"estate": chosen} if chosen else None
    return ReportForm(request.POST or None, actor=request.user, estates=shell.estates(request), initial=first)


def _register(request: HttpRequest, form: ReportForm) -> Case:
    said = request.POST
    return report_issue(
        actor=request.user, now=now(), seen_at=moment(said.get("done_at", "")), photos=request.FILES.getlist("photos"),
        key=said.get("key", "")[:80], **form.cleaned_data,
    )  # fmt: skip


def _said(case: Case) -> str:
    return gettext("已报上去，单号 %(number)s") % {"number": case.number}
