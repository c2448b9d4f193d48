"""Departments, posts and staff."""

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.roles import ROLES, permissions_of
from guanjia.engine.access import EVERYWHERE
from guanjia.engine.access.rows import CompanyRow, EstateOrCompanyRow, ScopedQuerySet


class DepartmentQuerySet(ScopedQuerySet):
    def labelled(self) -> list[tuple[int, str]]:
        """For choosing: (id, name), with the estate's name where the departments are of several."""
        rows = list(self.order_by("estate__name", "name", "pk").values_list("pk", "name", "estate__name"))
        several = len({estate for _pk, _name, estate in rows}) > 1
        return [(pk, f"{name} · {estate}" if several and estate else name) for pk, name, estate in rows]


class Department(EstateOrCompanyRow):
    """Engineering, cleaning, security … of one estate, or of the company when the estate is empty."""

    code = models.SlugField(_("代码"), max_length=20)
    name = models.CharField(_("部门"), max_length=40)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("部门")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "estate", "code"], name="department_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name


class Post(CompanyRow):
    """A post carries duties and authority: its role decides what its holders may do."""

    name = models.CharField(_("岗位"), max_length=40)
    role = models.CharField(
        _("角色"), max_length=20, choices=[(code, role.label) for code, role in ROLES.items()]
    )

    class Meta:
        verbose_name = verbose_name_plural = _("岗位")
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="post_name_once")]

    def __str__(self) -> str:
        return self.name


class StaffManager(BaseUserManager.from_queryset(ScopedQuerySet)):
    def get_by_natural_key(self, login: str) -> "Staff":
        return self.get(login=login)


class Staff(AbstractBaseUser):
    """An employee who signs in.

    `roles`, `estates` and `everywhere` repeat what the appointments say (see team.actions.refresh_scope), so that a
    request knows its scope without a further query. Staff rows are read at sign-in, so they have no row security.
    """

    company = models.ForeignKey("places.Company", models.PROTECT, related_name="staff")
    login = models.CharField(_("登录名"), max_length=40, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    pinyin = models.CharField(max_length=120, blank=True, editable=False)
    email = models.EmailField(_("电子邮箱"), blank=True)
    mobile = models.CharField(_("手机"), max_length=20, blank=True)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="staff")
    skills = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name=_("技能"))
    order_cap = models.PositiveSmallIntegerField(_("同时在手工单上限"), default=8)
    is_active = models.BooleanField(_("在职"), default=True)
    left_at = models.DateTimeField(_("离职时间"), null=True, blank=True)
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=False)
    password_set_at = models.DateTimeField(_("密码设定时间"), null=True, blank=True)
    roles = ArrayField(models.CharField(max_length=20), default=list, editable=False)
    estates = ArrayField(models.BigIntegerField(), default=list, editable=False)
    everywhere = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    USERNAME_FIELD = "login"
    objects = StaffManager()

    class Meta:
        verbose_name = verbose_name_plural = _("员工")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope(cls, actor) -> Q:
        here = Q(company_id=actor.company_id)
        if actor.estate_ids is EVERYWHERE:
            return here
        return here & (Q(everywhere=True) | Q(estates__overlap=list(actor.estate_ids)))

    @cached_property
    def estate_ids(self):
        return EVERYWHERE if self.everywhere else frozenset(self.estates)

    @cached_property
    def permissions(self) -> frozenset[str]:
        return permissions_of(self.roles)


class Appointment(CompanyRow):
    """A member of staff holds a post for an estate, a branch, or (both empty) the whole company."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    branch = models.ForeignKey("places.Branch", models.PROTECT, null=True, blank=True)
    estate = models.ForeignKey("places.Estate", models.PROTECT, null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("任职")
        constraints = [
            models.CheckConstraint(
                condition=Q(branch=None) | Q(estate=None), name="appointment_branch_or_estate"
            ),
            models.UniqueConstraint(
                fields=["staff", "post", "branch", "estate"],
                condition=Q(ended_at=None),
                name="appointment_once",
                nulls_distinct=False,
            ),
        ]


class StaffSession(AbstractBaseSession):
    """One signed-in browser; listed to its owner and revocable."""

    staff = models.ForeignKey(Staff, models.CASCADE, null=True, related_name="sessions")
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()

    @classmethod
    def get_session_store_class(cls):
        from guanjia.directory.team.sessions import SessionStore

        return SessionStore


class SignInAttempt(models.Model):
    """One try to sign in, written before anybody is (so no row security). Lock-outs are computed from these."""

    login = models.CharField(_("登录名"), max_length=40)
    address = models.GenericIPAddressField(_("地址"), null=True)
    browser = models.CharField(_("浏览器"), max_length=200, blank=True)
    at = models.DateTimeField(_("时间"))
    ok = models.BooleanField(_("成功"))

    class Meta:
        verbose_name = verbose_name_plural = _("登录记录")
        indexes = [
            models.Index(fields=["login", "-at"], name="attempt_login"),
            models.Index(fields=["address", "-at"], name="attempt_address"),
        ]

    def __str__(self) -> str:
        return f"{self.login} {self.at:%F %T}"
