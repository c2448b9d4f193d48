"""A believable line for any register, made from its declaration."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from guanjia.directory.places.models import Unit
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.register.declaration import Register


def sample(register: Register, cast: Any, number: int = 1) -> dict[str, Any]:
    """Values for every field of the form; two samples with other numbers do not collide."""
    return {name: _value(register.model._meta.get_field(name), cast, number) for name in register.fields}


def _value(of: Any, cast: Any, number: int) -> Any:
    if of.is_relation:
        return _related(of.related_model, cast, number)
    if of.choices:
        return of.flatchoices[0][0]
    for kind, value in (
        (models.DateTimeField, None), (models.DateField, date(2026, 11, 1)), (models.DecimalField, Decimal(number)),
        (models.IntegerField, number), (models.BooleanField, False),
    ):  # fmt: skip
        if isinstance(of, kind):
            return value
    return f"{of.name}-{number}"[: of.max_length or 500]


def _home(cast: Any, number: int) -> Unit:
    """王阿姨's home, or another one of the building."""
    if number == 1:
        return cast.unit
    here = {"company": cast.company, "estate": cast.estate, "building": cast.building}
    name = f"16{number:02}"
    with acting_as(system(cast.company.pk)):
        return Unit.objects.select_related("building").get_or_create(
            **here, entrance="2", number=name, key=f"{cast.building.name}-2-{name}"
        )[0]


def _related(model: Any, cast: Any, number: int) -> Any:
    known = {"places.unit": _home(cast, number), "team.staff": cast.desk, "people.customer": cast.owner}
    if model._meta.label_lower in known:
        return known[model._meta.label_lower]
    from guanjia.engine.register.declaration import registers

    register = next(one for one in registers().values() if one.model is model)
    home = {"company": cast.company, "estate": cast.estate}
    with acting_as(system(cast.company.pk)):
        return model.objects.filter(**home).first() or model.objects.create(
            **home, **sample(register, cast, number)
        )
