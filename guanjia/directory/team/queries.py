"""Reading about the team."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from guanjia.directory.team.models import Appointment, Department, Post, SignInAttempt, Staff, StaffSession
from guanjia.engine.access import Actor
from guanjia.engine.audit.models import AuditEntry

RECENT = 10


def staff_rows(actor: Actor) -> QuerySet[Staff]:
    return Staff.objects.visible_to(actor).select_related("department")


def one(actor: Actor) -> QuerySet[Staff]:
    """For one person's page: with the number of signed-in browsers."""
    return staff_rows(actor).annotate(browsers=Count("sessions"))


def matching(rows: QuerySet[Staff], text: str) -> QuerySet[Staff]:
    """By name, pinyin or initials, login name or mobile."""
    pinyin = text.lower().replace(" ", "")
    return rows.filter(
        Q(name__icontains=text)
        | Q(login__icontains=text)
        | Q(pinyin__contains=pinyin)
        | Q(mobile__contains=text)
    )


def departments(request: HttpRequest) -> list[tuple[int, str]]:
    return list(Department.objects.visible_to(request.user).order_by("name").values_list("pk", "name"))


def record_of(actor: Actor, staff: Staff) -> dict[str, Any]:
    """Posts, sign-ins and changes of one person."""
    posts = (
        Appointment.objects.visible_to(actor).filter(staff=staff).select_related("post", "estate", "branch")
    )
    changes = AuditEntry.objects.visible_to(actor).filter(model="team.staff", object_id=staff.pk)
    return {
        "posts": posts.order_by("ended_at", "id"),
        "attempts": SignInAttempt.objects.filter(login=staff.login).order_by("-at")[:RECENT],
        "changes": changes.order_by("-id")[:RECENT],
    }


def department_rows(actor: Actor) -> QuerySet[Department]:
    working = Count("staff", filter=Q(staff__is_active=True))
    return Department.objects.visible_to(actor).select_related("estate").annotate(working=working)


def post_rows(actor: Actor) -> QuerySet[Post]:
    return Post.objects.visible_to(actor).annotate(
        held=Count("appointments", filter=Q(appointments__ended_at=None))
    )


def sessions_of(staff: Staff, *, now: datetime) -> list[StaffSession]:
    """The browsers that are signed in for somebody, the latest first."""
    return list(StaffSession.objects.filter(staff=staff, expire_date__gt=now).order_by("-started_at"))
