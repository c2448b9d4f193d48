"""Declares the owners' importer."""

from django.utils.translation import gettext_lazy as _

from guanjia.directory.owners.actions import customers_of, write_owners
from guanjia.directory.owners.draft import examine
from guanjia.directory.owners.fields import FIELDS, IGNORED, NEEDS
from guanjia.directory.people.indexing import index_customers
from guanjia.directory.places.indexing import forget_units, index_units
from guanjia.directory.places.models import Unit
from guanjia.engine.imports.fields import Importer, Scope, publish


def reindex(touched: dict[str, list[int]], scope: Scope) -> None:
    """After an undo: the search box shows what is left."""
    units = touched.get("places.unit", [])
    left = Unit.objects.filter(pk__in=units, retired_at=None).select_related("building")
    forget_units(units)
    index_units(left)
    index_customers({*touched.get("people.customer", []), *customers_of(touched.get("people.occupancy", []))})


OWNERS = publish(
    Importer(
        code="owners",
        label=_("业主和房产"),
        permission="import.run",
        fields=FIELDS,
        needs=NEEDS,
        ignored=IGNORED,
        examine=examine,
        write=write_owners,
        undone=reindex,
    )
)
