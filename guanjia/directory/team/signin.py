"""Signing in: slowed down for guessers, recorded, and the browser remembered."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from guanjia.directory.team.models import SignInAttempt, Staff
from guanjia.directory.team.rules import ADDRESS_FAILURES, LOCKED_FOR, LOGIN_FAILURES, locked_until
from guanjia.kernel.errors import Refused

PENDING = "pending_staff"


def check_password(request: HttpRequest, *, name: str, password: str, now: datetime) -> Staff:
    """The person whose login and password these are. Refused when wrong or locked; the attempt is recorded.

    An unknown name takes as long and is locked the same way as a known one.
    """
    name, where = name.strip()[:40], address_of(request)
    if until := _locked(name, where, now):
        raise Refused(
            _("失败次数太多，为安全起见暂停登录。请在 %(at)s 以后再试，或请系统管理员重设密码。")
            % {"at": f"{timezone.localtime(until):%H:%M}"},
            code="locked",
        )
    staff = authenticate(request, username=name, password=password)
    ok = isinstance(staff, Staff) and staff.is_active
    SignInAttempt.objects.create(login=name, address=where, browser=browser_of(request), at=now, ok=ok)
    if not isinstance(staff, Staff):
        raise Refused(_("登录名或密码不对。请核对大小写；忘记密码请找系统管理员重设。"))
    if not ok:
        raise Refused(_("您的账号已停用，不能登录。需要恢复请找系统管理员。"))
    return staff


def sign_in(request: HttpRequest, staff: Staff, *, now: datetime) -> None:
    """Open the session. It knows whose it is and from where."""
    login(request, staff, backend="guanjia.directory.team.login.StaffBackend")
    request.session["address"] = address_of(request)
    request.session["browser"] = browser_of(request)
    request.session["started"] = now.isoformat()


def wait_for_new_password(request: HttpRequest, staff: Staff) -> None:
    """The password was right but must be changed first: nobody is signed in yet."""
    request.session.cycle_key()
    request.session[PENDING] = [staff.pk, staff.get_session_auth_hash()]


def pending(request: HttpRequest) -> Staff | None:
    """Who has to choose a new password before being let in; nobody once the given password was changed elsewhere."""
    waiting = request.session.get(PENDING)
    pk, proof = waiting if isinstance(waiting, list) else (None, "")
    staff = Staff.objects.filter(pk=pk, is_active=True, must_change_password=True).first()
    return staff if staff and constant_time_compare(proof, staff.get_session_auth_hash()) else None


def address_of(request: HttpRequest) -> str | None:
    """The browser's address; behind our own proxy (GUANJIA_HTTPS=1) the one that the proxy names."""
    if settings.HTTPS and (passed := request.headers.get("X-Forwarded-For", "")):
        return passed.rpartition(",")[2].strip() or None
    return request.META.get("REMOTE_ADDR") or None


def browser_of(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")[:200]


def _locked(name: str, where: str | None, now: datetime) -> datetime | None:
    recent = SignInAttempt.objects.filter(at__gt=now - 2 * LOCKED_FOR).order_by("-at")
    success = recent.filter(login=name, ok=True).values_list("at", flat=True).first()
    renewed = Staff.objects.filter(login=name).values_list("password_set_at", flat=True).first()
    cleared = max(filter(None, (success, renewed)), default=now - 2 * LOCKED_FOR)
    mine = recent.filter(login=name, ok=False, at__gt=cleared)
    of_login = locked_until(
        list(mine.values_list("at", flat=True)[:LOGIN_FAILURES]), allowed=LOGIN_FAILURES, now=now
    )
    from_here = recent.filter(address=where, ok=False).values_list("at", flat=True)[:ADDRESS_FAILURES]
    return of_login or locked_until(list(from_here), allowed=ADDRESS_FAILURES, now=now)
