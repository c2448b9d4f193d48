"""What an estate keeps ready for its field work: the contractors it may call, and what work and parts cost."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.engine.access.rows import EstateOrCompanyRow


class Contractor(EstateOrCompanyRow):
    """A firm outside the house that takes orders, e.g. the developer's builder who answers for the warranty. What a
    firm may do on the estate, and until when its licence is good, stands in the register of contractors instead.

    `parts` are the codes of what it mends, as the procedure names them; empty means everything.
    """

    name = models.CharField(_("单位名称"), max_length=80)
    contact = models.CharField(_("联系人"), max_length=40, blank=True)
    phone = models.CharField(_("电话"), max_length=30)
    parts = ArrayField(models.CharField(max_length=30), verbose_name=_("负责部位"), default=list, blank=True)
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("外部维修单位")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "estate", "name"],
                condition=Q(retired_at=None),
                nulls_distinct=False,
                name="contractor_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def mends(self, part: str) -> bool:
        return not self.parts or part in self.parts


class PriceItem(EstateOrCompanyRow):
    """One line of the price list. A free item costs nothing and is shown as such."""

    class Kind(models.TextChoices):
        LABOUR = "labour", _("人工")
        MATERIAL = "material", _("材料")

    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    name = models.CharField(pgettext_lazy("line", "项目"), max_length=80)
    measure = models.CharField(_("单位"), max_length=10, blank=True)
    price = models.DecimalField(_("单价（元）"), max_digits=10, decimal_places=2, default=0)
    is_free = models.BooleanField(_("免费项目"), default=False)
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("价目")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "estate", "kind", "name"],
                condition=Q(retired_at=None),
                nulls_distinct=False,
                name="price_item_name_once",
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="price_item_not_negative"),
            models.CheckConstraint(condition=Q(is_free=False) | Q(price=0), name="price_item_free_is_free"),
        ]

    def __str__(self) -> str:
        return self.name
