"""Departments and posts: the shape of the house."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guanjia.directory.team.models import Department, Post
from guanjia.directory.team.scope import refresh_scope
from guanjia.engine.access import Actor, require
from guanjia.engine.audit.trail import change, record
from guanjia.kernel.errors import Refused


@transaction.atomic
def save_department(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    name: str,
    estate: Any = None,
    department: Department | None = None,
) -> Department:
    """Add or change a department. Refused when the estate already has the code."""
    require(actor, "team.edit")
    if department is None:
        made = Department(company_id=actor.company_id, estate=estate, code=code, name=name)
        return _insert(made, actor=actor, now=now, verb="department.created", field="code")
    department = Department.objects.visible_to(actor).select_for_update().get(pk=department.pk)
    with change(department, actor=actor, now=now, verb="department.edited"):
        department.name = name
    return department


@transaction.atomic
def save_post(*, actor: Actor, now: datetime, name: str, role: str, post: Post | None = None) -> Post:
    """Add or change a post; a new role changes at once what its holders may do."""
    require(actor, "team.edit")
    if post is None:
        made = Post(company_id=actor.company_id, name=name, role=role)
        return _insert(made, actor=actor, now=now, verb="post.created", field="name")
    post = Post.objects.visible_to(actor).select_for_update().get(pk=post.pk)
    with change(post, actor=actor, now=now, verb="post.edited"):
        post.name, post.role = name, role
    for held in post.appointments.filter(ended_at=None).select_related("staff"):
        refresh_scope(held.staff)
    return post


def _insert[M: (Department, Post)](made: M, *, actor: Actor, now: datetime, verb: str, field: str) -> M:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as twice:
        raise Refused(
            _("“%(name)s”已经有了，请换一个。") % {"name": getattr(made, field)}, field=field
        ) from twice
    record(actor=actor, now=now, verb=verb, of=made, after={"name": made.name})
    return made
