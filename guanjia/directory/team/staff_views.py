"""The team's pages: staff, departments, posts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from guanjia.directory.team import actions, posts, queries
from guanjia.directory.team.forms import AppointForm, DepartmentForm, PostForm, StaffForm
from guanjia.directory.team.models import Appointment, Department, Post, Staff
from guanjia.directory.team.roles import ROLES
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.lists import Choice, Column, Flag, Listing
from guanjia.kernel import time
from guanjia.kernel.errors import Refused


def _roles(staff: Staff) -> str:
    return "、".join(str(ROLES[code].label) for code in staff.roles if code in ROLES)


STAFF = Listing(
    code="staff", title=gettext_lazy("员工"), noun=gettext_lazy("人"),
    columns=(
        Column("name", gettext_lazy("姓名"), sort="name"),
        Column("login", gettext_lazy("登录名"), sort="login"),
        Column("roles", gettext_lazy("角色"), value=_roles),
        Column("department", gettext_lazy("部门"), value="department.name", sort="department__name"),
        Column("mobile", gettext_lazy("手机"), kind="phone"),
        Column("email", gettext_lazy("电子邮箱"), shown=False),
        Column("order_cap", gettext_lazy("同时在手工单上限"), kind="number", sort="order_cap", shown=False),
        Column("last_login", gettext_lazy("最近登录"), kind="when", sort="last_login"),
        Column("left_at", gettext_lazy("离职时间"), kind="when", sort="left_at", shown=False),
    ),
    filters=(
        Choice("department", gettext_lazy("部门"), "department_id", queries.departments),
        Flag("left", gettext_lazy("只看已离职"), lambda rows, request: rows.filter(is_active=False)),
    ),
    search=queries.matching, search_hint=gettext_lazy("姓名、拼音、登录名、手机"), sort="name",
    link=lambda staff: reverse("team:staff", args=[staff.pk]),
    empty=gettext_lazy("还没有员工"), hint=gettext_lazy("点右上角“新增员工”，登录名和初始密码会一并生成。"),
)  # fmt: skip


@needs("team.view")
def staff_list(request: HttpRequest) -> HttpResponse:
    rows = queries.staff_rows(request.user)
    if request.GET.get("left") != "1":
        rows = rows.filter(is_active=True)
    return STAFF.respond(request, rows, template="team/staff_list.html")


@needs("team.edit")
@require_http_methods(["GET", "POST"])
def new_staff(request: HttpRequest) -> HttpResponse:
    """Add somebody; the first password is shown once on the person's page."""
    form = StaffForm(request.user, request.POST or None)
    if form.is_valid():
        try:
            staff = actions.create_staff(
                actor=request.user, now=time.now(), key=request.POST.get("key", ""), **form.cleaned_data
            )
        except Refused as no:
            refuse(form, no)
        else:
            return _hand_over(request, staff, getattr(staff, "first_password", ""))
    return render(request, "team/staff_form.html", {"form": form})


@needs("team.view")
def staff(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: posts, sign-ins, changes, and what can be done."""
    person = get_object_or_404(queries.one(request.user), pk=pk)
    context = {"person": person, "roles": _roles(person), "form": AppointForm(request.user)}
    return render(request, "team/staff.html", context | queries.record_of(request.user, person))


@needs("team.edit")
@require_http_methods(["GET", "POST"])
def edit_staff(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(queries.staff_rows(request.user), pk=pk)
    sent = request.POST.get("version", "")
    seen = int(sent) if sent.isdecimal() else person.version
    form = StaffForm(request.user, request.POST or None, instance=person)
    if form.is_valid():
        try:
            actions.edit_staff(
                actor=request.user, now=time.now(), staff=person, version=seen, **form.cleaned_data
            )
        except Refused as no:
            refuse(form, no)
        else:
            messages.success(request, _("已保存。"))
            return redirect("team:staff", pk)
    return render(request, "team/staff_form.html", {"form": form, "person": person, "seen": seen})


@needs("team.edit")
@require_POST
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(queries.one(request.user), pk=pk)
    form = AppointForm(request.user, request.POST)
    if form.is_valid():
        try:
            actions.appoint(actor=request.user, now=time.now(), staff=person, **form.cleaned_data)
            messages.success(request, _("已任职，权限即时生效。"))
            return redirect("team:staff", pk)
        except Refused as no:
            refuse(form, no)
    context = {"person": person, "roles": _roles(person), "form": form}
    return render(request, "team/staff.html", context | queries.record_of(request.user, person), status=422)


@needs("team.edit")
@require_POST
def end_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    mine = Appointment.objects.visible_to(request.user).filter(staff__in=queries.staff_rows(request.user))
    held = get_object_or_404(mine, pk=pk)
    actions.end_appointment(actor=request.user, now=time.now(), appointment=held)
    messages.success(request, _("已结束任职，权限即时收回。"))
    return redirect("team:staff", held.staff_id)


@never_cache
@needs("team.edit")
@require_POST
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(queries.staff_rows(request.user), pk=pk)
    return _hand_over(
        request, person, actions.reset_password(actor=request.user, now=time.now(), staff=person)
    )


@needs("team.edit")
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves, or with `back` comes back."""
    person = get_object_or_404(queries.staff_rows(request.user), pk=pk)
    act = actions.reactivate if request.POST.get("back") else actions.deactivate
    act(actor=request.user, now=time.now(), staff=person)
    return redirect("team:staff", pk)


@needs("team.edit")
@require_POST
def sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign all of somebody's browsers out."""
    person = get_object_or_404(queries.staff_rows(request.user), pk=pk)
    actions.revoke_sessions(actor=request.user, now=time.now(), staff=person)
    messages.success(request, _("已让 %(name)s 的所有浏览器退出登录。") % {"name": person.name})
    return redirect("team:staff", pk)


@needs("team.view")
def structure(request: HttpRequest) -> HttpResponse:
    """Departments and posts on one page."""
    context = {
        "departments": queries.department_rows(request.user).order_by("estate", "name"),
        "posts": queries.post_rows(request.user).order_by("name"),
    }
    return render(request, "team/structure.html", context)


@needs("team.edit")
@require_http_methods(["GET", "POST"])
def department(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change a department."""
    present = get_object_or_404(Department.objects.visible_to(request.user), pk=pk) if pk else None
    form = DepartmentForm(request.user, request.POST or None, instance=present)
    title = _("修改部门") if pk else _("新增部门")
    return _save(
        request,
        form,
        title,
        lambda **typed: posts.save_department(
            actor=request.user,
            now=time.now(),
            department=present,
            **({"code": present.code} if present else {}),
            **typed,
        ),
    )


@needs("team.edit")
@require_http_methods(["GET", "POST"])
def post(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change a post."""
    present = get_object_or_404(Post.objects.visible_to(request.user), pk=pk) if pk else None
    first = {"name": present.name, "role": present.role} if present else None
    form = PostForm(request.POST or None, initial=first)
    title = _("修改岗位") if pk else _("新增岗位")
    return _save(
        request,
        form,
        title,
        lambda **typed: posts.save_post(actor=request.user, now=time.now(), post=present, **typed),
    )


def _save(request: HttpRequest, form: Any, title: str, save: Any) -> HttpResponse:
    if form.is_valid():
        try:
            save(**form.cleaned_data)
            messages.success(request, _("已保存。"))
            return redirect("team:structure")
        except Refused as no:
            refuse(form, no)
    return render(request, "team/structure_form.html", {"form": form, "heading": title})


def _hand_over(request: HttpRequest, person: Staff, password: str) -> HttpResponse:
    """The one page that shows a made-up password."""
    return render(request, "team/password_slip.html", {"person": person, "password": password})
