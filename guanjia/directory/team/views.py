"""Signing in and out, and one's own account."""

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout as leave
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from guanjia.directory.team import actions, queries, signin
from guanjia.directory.team.forms import NewPasswordForm, PasswordForm, ProfileForm, SignInForm
from guanjia.directory.team.models import Staff, StaffSession
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.views import safe_next
from guanjia.kernel import time
from guanjia.kernel.errors import Refused


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Name and password. A first or reset password must be changed before the door opens."""
    if request.user.is_authenticated:
        return redirect(_onward(request))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        try:
            staff = signin.check_password(
                request,
                name=form.cleaned_data["login"],
                password=form.cleaned_data["password"],
                now=time.now(),
            )
        except Refused as no:
            refuse(form, no)
        else:
            return _let_in(request, staff)
    status = 403 if form.errors else 200
    return render(request, "team/login.html", {"form": form, "next": _onward(request)}, status=status)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def first_password(request: HttpRequest) -> HttpResponse:
    """The new password of somebody whose present one was given by the administrator."""
    staff = signin.pending(request)
    if staff is None:
        return redirect("team:login")
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            with acting_as(staff):
                staff = actions.change_password(staff=staff, now=time.now(), new=form.cleaned_data["new1"])
            return _let_in(request, staff)
        except Refused as no:
            refuse(form, no)
    return render(
        request, "team/first_password.html", {"form": form, "staff": staff, "next": _onward(request)}
    )


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    leave(request)
    return redirect("team:login")


@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """My details, and the browsers that I am signed in with."""
    me = Staff.objects.visible_to(request.user).select_related("department").get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=me)
    if form.is_valid():
        actions.change_profile(actor=request.user, now=time.now(), **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect("team:account")
    sessions = [(public_id(each), each) for each in queries.sessions_of(me, now=time.now())]
    here = request.session.session_key
    return render(request, "team/account.html", {"form": form, "me": me, "sessions": sessions, "here": here})


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.user, request.POST or None)
    if form.is_valid():
        try:
            staff = actions.change_password(
                staff=request.user,
                now=time.now(),
                new=form.cleaned_data["new1"],
                keep_session=request.session.session_key or "",
            )
            update_session_auth_hash(request, staff)
            messages.success(request, _("密码已更改，其他浏览器已退出登录。"))
            return redirect("team:account")
        except Refused as no:
            refuse(form, no)
    return render(request, "team/password.html", {"form": form})


@login_required
@require_POST
def end_session(request: HttpRequest, public: str) -> HttpResponse:
    """Sign one of my browsers out."""
    for session in queries.sessions_of(request.user, now=time.now()):
        if public_id(session) == public:
            actions.revoke_session(actor=request.user, now=time.now(), session=session)
            messages.success(request, _("那个浏览器已退出登录。"))
            return redirect("team:account")
    raise Http404


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the screens; remembered for the person."""
    wanted = request.POST.get("language")
    response = redirect(safe_next(request))
    if wanted in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            actions.change_profile(actor=request.user, now=time.now(), language=wanted)
        _speak(response, wanted)
    return response


def public_id(session: StaffSession) -> str:
    """Names a session without giving its key away."""
    return sha256(session.session_key.encode()).hexdigest()[:20]


def _onward(request: HttpRequest) -> str:
    """Where the person wanted to go, or to the start page of his post."""
    wanted = safe_next(request)
    return "/home/" if wanted == "/" else wanted


def _let_in(request: HttpRequest, staff: Staff) -> HttpResponse:
    onward = _onward(request)
    if staff.must_change_password:
        signin.wait_for_new_password(request, staff)
        return render(
            request, "team/first_password.html", {"form": NewPasswordForm(), "staff": staff, "next": onward}
        )
    signin.sign_in(request, staff, now=time.now())
    response = redirect(onward)
    _speak(response, staff.language)
    return response


def _speak(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax", httponly=True
    )
