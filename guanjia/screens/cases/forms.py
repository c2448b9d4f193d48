"""What can be done to a case from its page: one form for each verb, which knows the action it stands for."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.models import Staff
from guanjia.engine.access.actor import may
from guanjia.engine.access.once import once
from guanjia.engine.clock.shipped import REASONS
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case, CasePause, Topic

RESTING = ("customer", "parts", "access", "third_party")


class Moment(forms.DateTimeField):
    """A day and a time, picked in the browser."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class Act(forms.Form):
    """A verb. `allowed` says whether it is offered at all; `run` calls the action."""

    # Templates are handed the class itself, for its title and icon.
    do_not_call_in_templates = True
    title: ClassVar[Any]
    icon: ClassVar[str]
    permission: ClassVar[str] = "cases.handle"
    hint: ClassVar[Any] = ""
    preview: ClassVar[str] = ""
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, actor: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.actor = case, actor

    @classmethod
    def fits(cls, case: Case) -> bool:
        return not case.is_over

    @classmethod
    def allowed(cls, case: Case, actor: Staff) -> bool:
        return may(actor, cls.permission) and cls.fits(case)

    def run(self, *, now: datetime) -> Any:
        raise NotImplementedError

    def carry_out(self, *, now: datetime) -> None:
        """Run, once for the key with which the form was drawn."""

        def make() -> Case:
            self.run(now=now)
            return self.case

        verb = f"case.{type(self).__name__.lower()}"
        once(Case, key=self.cleaned_data["key"], verb=verb, actor=self.actor, now=now, make=make)

    @property
    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class Change(Act):
    """Acts on what the person saw: refused when somebody changed the case meanwhile."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Contacted(Act):
    title, icon, permission = _("已联系客户"), "phone-call", "cases.message"
    hint = _("打过电话或当面说过，就算首次回复；写一句说了什么。")
    text = forms.CharField(label=_("说了什么"), widget=forms.Textarea(attrs={"rows": 2}))

    def run(self, *, now: datetime) -> Any:
        return actions.note_contact(actor=self.actor, now=now, case=self.case, **self.given)


class HandOver(Change):
    title, icon = _("转交经办人"), "arrows-exchange"
    to = forms.ModelChoiceField(Staff.objects.none(), label=_("转给"))
    reason = forms.CharField(label=_("原因"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Staff.objects.visible_to(self.actor).filter(is_active=True)
        self.fields["to"].queryset = people.exclude(pk=self.case.handler_id).order_by("pinyin", "name")

    def run(self, *, now: datetime) -> Any:
        return actions.hand_over(actor=self.actor, now=now, case=self.case, **self.given)


class Retarget(Change):
    title, icon = _("调整紧急程度"), "flag"
    hint = _("已用的时间和暂停照算，时限按新的标准重新计算。")
    preview = "cases:preview"
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=Case.Urgency)
    severity = forms.ChoiceField(label=_("严重程度"), choices=Case.Severity)
    reason = forms.CharField(label=_("原因"), max_length=200)

    def run(self, *, now: datetime) -> Any:
        return actions.change_target(actor=self.actor, now=now, case=self.case, **self.given)


class Delay(Act):
    title, icon = _("延期告知"), "calendar-time"
    hint = _("不能按时完成时告知客户新的日期；客户同意后时限才顺延。")
    until = Moment(label=_("新的日期"))
    reason = forms.CharField(label=_("原因（客户可见）"), widget=forms.Textarea(attrs={"rows": 2}))
    customer_agreed = forms.BooleanField(label=_("客户已同意"), required=False)

    def run(self, *, now: datetime) -> Any:
        return actions.delay_case(actor=self.actor, now=now, case=self.case, **self.given)


class Pause(Act):
    title, icon = _("暂停计时"), "player-pause"
    hint = _("到预计恢复时间后自动恢复计时；较长的暂停须由主管办理。")
    reason = forms.ChoiceField(label=_("原因"), choices=[(code, REASONS[code]) for code in RESTING])
    until = Moment(label=_("预计恢复"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def run(self, *, now: datetime) -> Any:
        return actions.pause_case(actor=self.actor, now=now, case=self.case, **self.given)


class Resume(Act):
    title, icon = _("恢复计时"), "player-play"
    reason = forms.ChoiceField(label=_("已解除的原因"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(one.reason, REASONS[one.reason]) for one in open_pauses(self.case)]

    @classmethod
    def fits(cls, case: Case) -> bool:
        return super().fits(case) and bool(open_pauses(case))

    def run(self, *, now: datetime) -> Any:
        return actions.resume_case(actor=self.actor, now=now, case=self.case, **self.given)


def open_pauses(case: Case) -> list[CasePause]:
    """The pauses in force; read once for the page."""
    if not hasattr(case, "_open_pauses"):
        case._open_pauses = list(case.pauses.filter(ended_at=None))
    return case._open_pauses


class _OtherCase(Act):
    """Acts that name another case by its number."""

    number = forms.CharField(label=_("事项编号"), max_length=20)

    def clean_number(self) -> Case:
        number = self.cleaned_data["number"].strip().upper()
        found = (
            Case.objects.visible_to(self.actor).filter(estate_id=self.case.estate_id, number=number).first()
        )
        if found is None:
            raise forms.ValidationError(_("本项目没有这个编号的事项，请核对后再填"))
        return found


class Link(_OtherCase):
    title, icon = _("关联事项"), "link"

    def run(self, *, now: datetime) -> Any:
        return actions.link_cases(
            actor=self.actor, now=now, case=self.case, other=self.cleaned_data["number"]
        )


class Merge(_OtherCase):
    title, icon = _("并入其他事项"), "git-merge"
    hint = _("本事项并入后不再单独计时，由对方事项一并处理；主管可以撤销。")

    def run(self, *, now: datetime) -> Any:
        return actions.merge_case(actor=self.actor, now=now, case=self.case, into=self.cleaned_data["number"])


class Split(Act):
    title, icon = _("拆出新事项"), "git-branch"
    words = forms.CharField(label=_("拆出的诉求"), widget=forms.Textarea(attrs={"rows": 3}))
    topic = forms.ChoiceField(label=_("类别"), choices=Topic)

    def run(self, *, now: datetime) -> Any:
        answers = {"answers": self.case.answers}
        key = self.cleaned_data["key"]
        return actions.split_case(actor=self.actor, now=now, case=self.case, key=key, **self.given, **answers)


class Unmerge(Act):
    title, icon, permission = _("撤销并入"), "git-branch", "cases.supervise"

    @classmethod
    def fits(cls, case: Case) -> bool:
        return case.state == Case.State.MERGED

    def run(self, *, now: datetime) -> Any:
        return actions.unmerge_case(actor=self.actor, now=now, case=self.case)


class Reopen(Act):
    title, icon = _("重新打开"), "rotate"
    hint = _("事项重新派给责任部门，时限重新计算，并计入返修。")
    reason = forms.CharField(label=_("原因"), widget=forms.Textarea(attrs={"rows": 2}))

    @classmethod
    def fits(cls, case: Case) -> bool:
        return case.state == Case.State.CLOSED

    def run(self, *, now: datetime) -> Any:
        return actions.reopen_case(actor=self.actor, now=now, case=self.case, **self.given)


class Cancel(Act):
    title, icon, permission = _("作废"), "ban", "cases.supervise"
    hint = _("作废后不再处理，记录保留可查。")
    reason = forms.CharField(label=_("原因"), widget=forms.Textarea(attrs={"rows": 2}))

    def run(self, *, now: datetime) -> Any:
        return actions.cancel_case(actor=self.actor, now=now, case=self.case, **self.given)


ACTS: dict[str, type[Act]] = {
    "contact": Contacted, "handover": HandOver, "target": Retarget, "delay": Delay, "pause": Pause, "resume": Resume,
    "link": Link, "merge": Merge, "split": Split, "unmerge": Unmerge, "reopening": Reopen, "cancellation": Cancel,
}  # fmt: skip


class MessageForm(forms.Form):
    text = forms.CharField(label=_("留言"), widget=forms.Textarea(attrs={"rows": 2}), max_length=4000)
    is_public = forms.BooleanField(label=_("客户可见（算作首次回复）"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)
