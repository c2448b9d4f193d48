"""Customers, their phones, and who lives where as what from when to when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.engine.access import EVERYWHERE
from guanjia.engine.access.rows import CompanyRow, EstateRow


class Customer(CompanyRow):
    """A person or company that the centre serves.

    `estate_ids` lists the estates in which the customer has (or had) a home; a database trigger on Occupancy
    keeps it, so that every way of writing occupancies gives the same visibility.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("个人")
        COMPANY = "company", pgettext_lazy("customer", "单位")

    class Consent(models.TextChoices):
        """How the customer agreed to the use of personal data."""

        SIGNED = "signed", _("书面签字")
        SPOKEN = "spoken", _("电话口头")
        ONLINE = "online", _("网上勾选")

    kind = models.CharField(_("性质"), max_length=8, choices=Kind, default=Kind.PERSON)
    name = models.CharField(_("姓名/名称"), max_length=100)
    # A key to sort by, as a dictionary does; see migration 0004.
    spoken = models.GeneratedField(
        expression=Func(F("name"), function="guanjia_spoken"), output_field=models.TextField(), db_persist=True,
        verbose_name=_("姓名/名称"),
    )  # fmt: skip
    id_number = models.CharField(_("证件号码"), max_length=40, blank=True)
    gender = models.CharField(_("性别"), max_length=1, blank=True, choices=[("m", _("男")), ("f", _("女"))])
    birthday = models.DateField(_("生日"), null=True, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    tags = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name=_("标签"))
    is_key = models.BooleanField(_("重点客户"), default=False)
    note = models.CharField(_("备注"), max_length=500, blank=True)
    consent_for = models.CharField(_("授权用途"), max_length=100, blank=True, default="", db_default="")
    consent_on = models.DateField(_("授权日期"), null=True, blank=True)
    consent_how = models.CharField(
        _("授权方式"), max_length=8, choices=Consent, blank=True, default="", db_default=""
    )
    estate_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    row_policy = (
        "(SELECT guanjia_system()) OR (company_id = (SELECT guanjia_company()) AND ((SELECT guanjia_everywhere())"
        " OR estate_ids = '{}' OR estate_ids && (SELECT guanjia_estates())::bigint[]))"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("客户")
        indexes = [
            GinIndex(fields=["estate_ids"], name="customer_estates"),
            models.Index(fields=["company", "name"]),
            models.Index(fields=["company", "spoken"], name="customer_as_spoken"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope(cls, actor) -> Q:
        if actor.estate_ids is EVERYWHERE:
            return Q(company_id=actor.company_id)
        here = Q(estate_ids=[]) | Q(estate_ids__overlap=list(actor.estate_ids))
        return Q(company_id=actor.company_id) & here


class Phone(CompanyRow):
    """One number of a customer. `digits` is what search and caller matching use."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="phones")
    number = models.CharField(_("号码"), max_length=30, help_text="13800138000 / 0571-88001234-801")
    digits = models.CharField(max_length=25, editable=False)
    label = models.CharField(_("说明"), max_length=30, blank=True)
    is_primary = models.BooleanField(_("首选"), default=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    row_policy = (
        "(SELECT guanjia_system()) OR (company_id = (SELECT guanjia_company()) AND ((SELECT guanjia_everywhere())"
        " OR EXISTS (SELECT 1 FROM people_customer c WHERE c.id = customer_id)))"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("电话")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "number"], condition=Q(retired_at=None), name="phone_once_per_customer"
            ),
            models.CheckConstraint(condition=Q(digits__regex=r"^[0-9]{3,25}$"), name="phone_digits_only"),
        ]
        indexes = [models.Index(fields=["company", "digits"])]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def scope(cls, actor) -> Q:
        if actor.estate_ids is EVERYWHERE:
            return Q(company_id=actor.company_id)
        here = Q(customer__estate_ids=[]) | Q(customer__estate_ids__overlap=list(actor.estate_ids))
        return Q(company_id=actor.company_id) & here


class DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


class Occupancy(EstateRow):
    """A customer lives in, owns or rents a unit in a role, from a day to a day (`until` is the last day, or open)."""

    class Role(models.TextChoices):
        OWNER = "owner", _("业主")
        TENANT = "tenant", _("租户")
        FAMILY = "family", _("家属")
        CONTACT = "contact", _("联系人")
        STAFF = "staff", _("单位员工")

    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, related_name="occupancies", verbose_name=_("房产")
    )
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="occupancies", verbose_name=_("客户"))
    role = models.CharField(_("身份"), max_length=8, choices=Role, default=Role.OWNER)
    since = models.DateField(_("起始日期"), null=True, blank=True)
    until = models.DateField(_("截止日期"), null=True, blank=True)
    residents = models.PositiveSmallIntegerField(_("居住人数"), null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("入住关系")
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=models.F("since")),
                name="occupancy_ends_after_start",
            ),
            ExclusionConstraint(
                name="occupancy_no_overlap",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("customer", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        DateRange("since", "until", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(retired_at=None),
            ),
        ]
        indexes = [models.Index(fields=["estate"], name="occupancy_estate")]

    def __str__(self) -> str:
        return f"{self.customer} · {self.get_role_display()}"
