"""The base of every register's table."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow


class RegisterRow(EstateRow):
    """A line of a register. Nothing is deleted: what is over is retired, with the reason."""

    note = models.CharField(_("备注"), max_length=500, blank=True)
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True, editable=False)
    retired_why = models.CharField(_("停用原因"), max_length=200, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        abstract = True
