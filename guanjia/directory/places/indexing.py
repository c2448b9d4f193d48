"""By what words a unit is found."""

from collections.abc import Iterable

from guanjia.directory.places.models import Unit
from guanjia.engine.search.index import UNIT, Entry, forget, index_many
from guanjia.engine.search.terms import room_terms
from guanjia.kernel import room


def index_units(units: Iterable[Unit]) -> None:
    """Write the search entries of these units; their `building` should be loaded."""
    index_many(entry_of(unit) for unit in units)


def forget_units(ids: Iterable[int]) -> None:
    forget(UNIT, ids)


def entry_of(unit: Unit) -> Entry:
    spellings = room.Room(unit.key.split("-")[0], unit.entrance, unit.number).spellings
    return Entry(
        kind=UNIT,
        object_id=unit.pk,
        company_id=unit.company_id,
        title=unit.spoken_address,
        subtitle=unit.get_kind_display(),
        terms=room_terms(unit.key) | {spelling.lower() for spelling in spellings},
        estate_ids=(unit.estate_id,),
    )
