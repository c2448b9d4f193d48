"""Declares the importers of meters and of readings."""

from django.utils.translation import gettext_lazy as _

from guanjia.engine.imports.fields import Importer, publish
from guanjia.work.meters.files import readings, register, words

READINGS = publish(
    Importer(
        code="readings",
        label=_("抄表读数"),
        permission="meters.edit",
        fields=words.READING,
        needs=(
            frozenset(["meter", "value"]),
            frozenset(["number", "value"]),
            frozenset(["address", "value"]),
        ),
        ignored=words.IGNORED,
        examine=readings.examine,
        write=readings.write,
        undone=readings.undone,
        counts=(("readings", _("条读数")), ("doubtful", _("条待确认")), ("skipped", _("行不导入"))),
        refuse=readings.refuse,
    )
)
METERS = publish(
    Importer(
        code="meters",
        label=_("水电气表"),
        permission="meters.edit",
        fields=words.REGISTER,
        needs=(frozenset(["meter", "kind"]), frozenset(["meter", "number"]), frozenset(["meter", "address"])),
        ignored=words.IGNORED,
        examine=register.examine,
        write=register.write,
        undone=lambda touched, scope: None,
        counts=(("meters", _("块新表")), ("skipped", _("行不导入"))),
        refuse=readings.refuse,
    )
)
