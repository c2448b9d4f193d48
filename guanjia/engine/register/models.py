"""The base of every register's table."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow
from guanjia.kernel.time import FIRST_YEAR, LAST_YEAR


class RegisterRow(EstateRow):
    """A line of a register. Nothing is deleted: what is over is retired, with the reason."""

    note = models.CharField(_("备注"), max_length=500, blank=True)
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True, editable=False)
    retired_why = models.CharField(_("停用原因"), max_length=200, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuses dates that only a slip of the pen writes: what counts on from the year 9999 leaves the calendar."""
        wrong = {
            of.name: _t("日期请填 %(first)d 年到 %(last)d 年之间的") % {"first": FIRST_YEAR, "last": LAST_YEAR}
            for of in self._meta.concrete_fields
            if isinstance(of, models.DateField) and isinstance(day := getattr(self, of.attname, None), date)
            and not FIRST_YEAR <= day.year <= LAST_YEAR
        }  # fmt: skip
        if wrong:
            raise ValidationError(wrong)
