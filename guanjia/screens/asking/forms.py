"""What is filled in during a call."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.models import Staff
from guanjia.directory.team.roles import ROLES
from guanjia.engine.access import Actor
from guanjia.work.followups.actions import DO
from guanjia.work.followups.models import STARS, Answer, Attempt, FollowUp, Way


class YesNo(forms.TypedChoiceField):
    """Yes or no without a default: somebody has to say it."""

    def __init__(self, *, yes: object, no: object, **more: object) -> None:
        super().__init__(
            choices=[("yes", yes), ("no", no)],
            coerce=lambda said: said == "yes",
            widget=forms.RadioSelect,
            **more,
        )


class AttemptForm(forms.Form):
    """A try without an answer."""

    way = forms.ChoiceField(
        label=_("方式"), choices=[(Way.PHONE, Way.PHONE.label), (Way.VISIT, Way.VISIT.label)]
    )
    outcome = forms.ChoiceField(label=_("结果"), choices=Attempt.Outcome.choices)
    next_at = forms.DateTimeField(
        label=_("下次联系"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    note = forms.CharField(label=_("备注"), required=False, max_length=200)
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """What the customer said."""

    way = forms.ChoiceField(
        label=_("方式"), choices=[(Way.PHONE, Way.PHONE.label), (Way.VISIT, Way.VISIT.label)]
    )
    satisfied = YesNo(label=_("客户是否满意"), yes=_("满意，可以办结"), no=_("不满意，需要返工"))
    stars = forms.TypedChoiceField(label=_("评分"), choices=STARS, coerce=int, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("客户意见"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    opens = forms.ChoiceField(
        label=_("不满意时登记成"), choices=Answer.Opens.choices, initial=Answer.Opens.COMPLAINT, required=False,
        help_text=_("客户不满意时，保存后自动登记成这类事项，由您首问负责"),
    )  # fmt: skip
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, data: object = None, *, followup: FollowUp) -> None:
        super().__init__(data)
        if followup.case_id is None:
            self.fields["satisfied"].choices = [("yes", _("满意")), ("no", _("不满意"))]
        else:
            del self.fields["opens"]

    def clean_opens(self) -> str:
        return self.cleaned_data["opens"] or Answer.Opens.COMPLAINT


class AssignForm(forms.Form):
    """Who is to call; only colleagues who may."""

    staff = forms.ModelChoiceField(
        Staff.objects.none(), label=_("回访人"), required=False, empty_label=_("不指定")
    )

    def __init__(self, data: object = None, *, actor: Actor, followup: FollowUp) -> None:
        super().__init__(data, initial={"staff": followup.assignee_id})
        callers = [code for code, role in ROLES.items() if DO in role.permissions]
        here = Q(everywhere=True) | Q(estates__contains=[followup.estate_id])
        self.fields["staff"].queryset = (
            Staff.objects.visible_to(actor)
            .filter(here, is_active=True, roles__overlap=callers)
            .exclude(pk__in=followup.excluded)
            .order_by("pinyin", "name")
        )
