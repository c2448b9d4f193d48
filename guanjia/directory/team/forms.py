"""What people type about staff and themselves."""

from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.models import Department, Post, Staff
from guanjia.directory.team.roles import OWNER, ROLES
from guanjia.engine.access import EVERYWHERE, Actor

SKILLS = [
    ("water", _("给排水")), ("power", _("电工")), ("lift", _("电梯")), ("hvac", _("暖通空调")), ("door", _("门窗门禁")),
    ("mason", _("泥瓦防水")), ("paint", _("油漆")), ("garden", _("绿化")), ("clean", _("保洁")), ("guard", _("秩序")),
]  # fmt: skip


class SignInForm(forms.Form):
    login = forms.CharField(
        label=_("登录名"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}
        ),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class NewPasswordForm(forms.Form):
    new1 = forms.CharField(
        label=_("新密码"),
        max_length=200,
        strip=False,
        help_text=_("至少 10 个字符，不能全是数字，不能和姓名、登录名相近，不要用常见密码。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new2 = forms.CharField(
        label=_("再输一次"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("new1") and typed.get("new2") and typed["new1"] != typed["new2"]:
            self.add_error("new2", _("两次输入的密码不一样，请重新输入。"))
        return typed


class PasswordForm(NewPasswordForm):
    old = forms.CharField(
        label=_("现在的密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old", "new1", "new2"]

    def __init__(self, staff: Staff, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff

    def clean_old(self) -> str:
        if not self.staff.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError(_("现在的密码不对，请核对大小写。"))
        return self.cleaned_data["old"]


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Staff
        fields = ("mobile", "email")
        help_texts = {"email": _("紧急通知和未读提醒会同时发到这里。")}


class StaffForm(forms.ModelForm):
    skills = forms.MultipleChoiceField(
        label=_("技能"),
        choices=SKILLS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("派工时按技能推荐人选。"),
    )

    class Meta:
        model = Staff
        fields = ("name", "login", "mobile", "email", "department", "order_cap", "skills")
        labels = {"department": _("部门")}
        help_texts = {"login": _("登录用，建议用姓名拼音；以后不能改。")}

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.visible_to(actor).order_by("name")
        if self.instance.pk:
            del self.fields["login"]


class AppointForm(forms.Form):
    post = forms.ModelChoiceField(label=_("岗位"), queryset=Post.objects.none())
    estate = forms.ModelChoiceField(label=_("项目"), queryset=None, required=False)
    branch = forms.ModelChoiceField(
        label=_("区域"), queryset=None, required=False, help_text=_("项目和区域都不选，就是全公司。")
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = Post.objects.visible_to(actor).order_by("name")
        self.fields["estate"].queryset = apps.get_model("places", "Estate").objects.visible_to(actor)
        self.fields["branch"].queryset = apps.get_model("places", "Branch").objects.visible_to(actor)
        if actor.estate_ids is not EVERYWHERE:
            del self.fields["branch"]
            self.fields["estate"].required = True

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("estate") and typed.get("branch"):
            self.add_error("branch", _("项目和区域只能选一个。"))
        return typed


class DepartmentForm(forms.ModelForm):
    class Meta:
        model = Department
        fields = ("name", "code", "estate")
        help_texts = {
            "code": _("英文字母或数字，例如 engineering；以后不能改。"),
            "estate": _("不选就是全公司共用。"),
        }

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["estate"].queryset = apps.get_model("places", "Estate").objects.visible_to(actor)
        if self.instance.pk:
            del self.fields["code"], self.fields["estate"]

    def validate_unique(self) -> None:
        """The action and the database see to it."""

    def validate_constraints(self) -> None:
        """The action and the database see to it."""


class PostForm(forms.Form):
    name = forms.CharField(label=_("岗位"), max_length=40)
    role = forms.ChoiceField(
        label=_("角色"),
        help_text=_("角色决定这个岗位能看什么、做什么。"),
        choices=[(code, role.label) for code, role in ROLES.items() if code != OWNER],
    )
