"""Hiring, appointing, leaving; passwords and sessions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guanjia.directory.team.models import Appointment, Department, Post, Staff, StaffSession
from guanjia.directory.team.rules import new_password, pinyin_of
from guanjia.directory.team.scope import refresh_scope
from guanjia.engine.access import EVERYWHERE, Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, record
from guanjia.engine.live.actions import signal
from guanjia.kernel.errors import Refused, Stale

__all__ = ["refresh_scope"]


@transaction.atomic
def create_staff(
    *,
    actor: Actor,
    now: datetime,
    login: str,
    name: str,
    mobile: str = "",
    email: str = "",
    department: Department | None = None,
    skills: Iterable[str] = (),
    order_cap: int = 8,
    password: str = "",
    must_change: bool = True,
    key: str = "",
) -> Staff:
    """Add a member of staff with a first password, readable once as `staff.first_password` (made up when empty).

    Refused when the login name is taken.
    """
    require(actor, "team.edit")

    def make() -> Staff:
        first = password or new_password()
        staff = Staff(
            company_id=actor.company_id,
            login=login.strip(),
            name=name.strip(),
            pinyin=pinyin_of(name),
            email=email,
            mobile=mobile,
            department=department,
            skills=list(skills),
            order_cap=order_cap,
            must_change_password=must_change,
            password_set_at=now,
        )
        staff.set_password(first)
        try:
            with transaction.atomic():
                staff.save()
        except IntegrityError as taken:
            raise Refused(
                _("登录名“%(login)s”已有人使用，请换一个。") % {"login": login}, field="login"
            ) from taken
        record(
            actor=actor,
            now=now,
            verb="staff.created",
            of=staff,
            after={"login": staff.login, "name": staff.name},
        )
        staff.first_password = first
        return staff

    return once(Staff, key=key, verb="staff.create", actor=actor, now=now, make=make)


@transaction.atomic
def edit_staff(
    *, actor: Actor, now: datetime, staff: Staff, version: int | None = None, **fields: Any
) -> Staff:
    """Change name, mobile, email, department, skills, order_cap or language.

    `version`: what the person saw; Stale when somebody has changed it since.
    """
    require(actor, "team.edit")
    staff = _lock(actor, staff)
    if version is not None and version != staff.version:
        raise Stale(_("%(name)s 的资料刚被别人改过，请刷新后再改。") % {"name": staff.name})
    with change(staff, actor=actor, now=now, verb="staff.edited"):
        for field, value in fields.items():
            setattr(staff, field, value)
        staff.pinyin = pinyin_of(staff.name)
    staff.version += 1
    staff.save(update_fields=["version"])
    return staff


@transaction.atomic
def appoint(
    *, actor: Actor, now: datetime, staff: Staff, post: Post, estate: Any = None, branch: Any = None
) -> Appointment:
    """Give somebody a post at an estate, a branch, or (neither) the whole company.

    Refused outside the actor's own estates, for people who have left, and twice.
    """
    require(actor, "team.edit")
    staff = _lock(actor, staff)
    if not staff.is_active:
        raise Refused(_("%(name)s 已离职，不能再任职。请先恢复在职。") % {"name": staff.name})
    if actor.estate_ids is not EVERYWHERE and (estate is None or estate.pk not in actor.estate_ids):
        raise Refused(_("只能任命到您自己负责的项目。"), field="estate")
    try:
        with transaction.atomic():
            held = Appointment.objects.create(
                company_id=staff.company_id, staff=staff, post=post, estate=estate, branch=branch
            )
    except IntegrityError as twice:
        raise Refused(_("%(name)s 已经担任这个岗位。") % {"name": staff.name}, field="post") from twice
    record(actor=actor, now=now, verb="staff.appointed", of=staff, after=_said(held))
    refresh_scope(staff)
    return held


@transaction.atomic
def end_appointment(*, actor: Actor, now: datetime, appointment: Appointment) -> Appointment:
    """End a post. The person's rights and estates shrink at once. Ending it twice changes nothing."""
    require(actor, "team.edit")
    staff = _lock(actor, appointment.staff)
    held = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if actor.estate_ids is not EVERYWHERE and held.estate_id not in actor.estate_ids:
        raise Refused(_("这项任职不在您负责的项目内，请找上级办理。"))
    if held.ended_at is None:
        held.ended_at = now
        held.save(update_fields=["ended_at"])
        record(actor=actor, now=now, verb="staff.post_ended", of=staff, before=_said(held))
        refresh_scope(staff)
        _close_pages(staff)
    return held


@transaction.atomic
def deactivate(*, actor: Actor, now: datetime, staff: Staff) -> Staff:
    """Somebody leaves: signed out everywhere at once, posts ended. The records keep the name."""
    require(actor, "team.edit")
    staff = _lock(actor, staff)
    if staff.pk == actor.pk:
        raise Refused(_("不能停用自己的账号，请另一位管理员来办。"))
    for held in staff.appointments.filter(ended_at=None):
        end_appointment(actor=actor, now=now, appointment=held)
    staff.refresh_from_db()
    with change(staff, actor=actor, now=now, verb="staff.left"):
        staff.is_active, staff.left_at = False, now
    revoke_sessions(actor=actor, now=now, staff=staff)
    return staff


@transaction.atomic
def reactivate(*, actor: Actor, now: datetime, staff: Staff) -> Staff:
    """Somebody comes back; posts must be given anew."""
    require(actor, "team.edit")
    staff = _lock(actor, staff)
    with change(staff, actor=actor, now=now, verb="staff.returned"):
        staff.is_active, staff.left_at = True, None
    return staff


@transaction.atomic
def reset_password(*, actor: Actor, now: datetime, staff: Staff) -> str:
    """A new password to hand over, to be changed at the next sign-in; ends the person's sessions and any lock-out."""
    require(actor, "team.edit")
    staff = _lock(actor, staff)
    password = new_password()
    staff.set_password(password)
    staff.must_change_password, staff.password_set_at = True, now
    staff.save(update_fields=["password", "must_change_password", "password_set_at"])
    record(actor=actor, now=now, verb="staff.password_reset", of=staff)
    revoke_sessions(actor=actor, now=now, staff=staff)
    return password


@transaction.atomic
def change_password(*, staff: Staff, now: datetime, new: str, keep_session: str = "") -> Staff:
    """One's own new password; other browsers are signed out. Refused (field new1) when it breaks a rule."""
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    if staff.check_password(new):
        raise Refused(_("新密码不能和原来的一样。"), field="new1")
    try:
        validate_password(new, staff)
    except ValidationError as faults:
        raise Refused(" ".join(faults.messages), field="new1") from faults
    staff.set_password(new)
    staff.must_change_password, staff.password_set_at = False, now
    staff.save(update_fields=["password", "must_change_password", "password_set_at"])
    record(actor=staff, now=now, verb="staff.password_changed", of=staff)
    staff.sessions.exclude(session_key=keep_session).delete()
    return staff


@transaction.atomic
def change_profile(*, actor: Staff, now: datetime, **fields: Any) -> Staff:
    """One's own mobile, e-mail or language."""
    staff = Staff.objects.select_for_update().get(pk=actor.pk)
    with change(staff, actor=actor, now=now, verb="staff.profile_changed"):
        for field, value in fields.items():
            setattr(staff, field, value)
    return staff


@transaction.atomic
def revoke_session(*, actor: Actor, now: datetime, session: StaffSession) -> None:
    """Sign a browser out: one's own, or with team.edit somebody else's."""
    if session.staff_id != actor.pk:
        require(actor, "team.edit")
    staff = Staff.objects.visible_to(actor).get(pk=session.staff_id)
    record(actor=actor, now=now, verb="staff.session_ended", of=staff, before={"browser": session.browser})
    session.delete()
    _close_pages(staff)


@transaction.atomic
def revoke_sessions(*, actor: Actor, now: datetime, staff: Staff) -> int:
    """Sign all of somebody's browsers out; returns how many."""
    if staff.pk != actor.pk:
        require(actor, "team.edit")
    ended, _rows = StaffSession.objects.filter(staff=staff).delete()
    if ended:
        record(actor=actor, now=now, verb="staff.sessions_ended", of=staff, before={"sessions": ended})
        _close_pages(staff)
    return ended


def _lock(actor: Actor, staff: Staff) -> Staff:
    return Staff.objects.visible_to(actor).select_for_update().get(pk=staff.pk)


def _close_pages(staff: Staff) -> None:
    signal(topic="signed-out", company_id=staff.company_id, staff_ids=(staff.pk,))


def _said(held: Appointment) -> dict[str, Any]:
    return {"post": held.post.name, "estate": held.estate_id, "branch": held.branch_id}
