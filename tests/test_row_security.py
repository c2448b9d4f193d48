"""The third lock by itself: the ORM's own filters are left out, and PostgreSQL still keeps people apart."""

from django.db import DatabaseError, transaction

from guanjia.engine.access import system
from guanjia.engine.access.rows import EstateRow
from guanjia.engine.access.rowscope import acting_as, guarded_models


def of_the_estate(model, world):
    """Rows that belong to 阳光花园 alone."""
    rows = model._base_manager.filter(company=world.cast.company)
    return rows.filter(estate=world.cast.estate) if issubclass(model, EstateRow) else rows


def test_the_world_holds_something_of_nearly_everything(world):
    with acting_as(system(None)):
        filled = [model for model in guarded_models() if of_the_estate(model, world).exists()]
    assert len(filled) >= 30


def test_nobody_sees_no_row_of_any_table(world):
    with acting_as(None):
        assert [model for model in guarded_models() if model._base_manager.exists()] == []


def test_another_company_sees_none_of_our_rows(world):
    with acting_as(world.cast.outsider):
        assert [model for model in guarded_models() if of_the_estate(model, world).exists()] == []


def test_another_estate_sees_none_of_our_rows(world):
    with acting_as(world.cast.elsewhere):
        seen = [
            model
            for model in guarded_models()
            if issubclass(model, EstateRow) and of_the_estate(model, world).exists()
        ]
    assert seen == []


def test_nobody_writes_into_anothers_house(world):
    """A copy of each of our rows, written by a stranger: refused by the table itself."""
    with acting_as(system(None)):
        ours = [row for model in guarded_models() if (row := of_the_estate(model, world).first())]
    passed = []
    for row in ours:
        strangers = [world.cast.outsider]
        if isinstance(row, EstateRow):
            strangers.append(world.cast.elsewhere)
        for stranger in strangers:
            if not _refused(row, stranger):
                passed.append((type(row).__name__, stranger.login))
    assert not passed


def _refused(row, stranger) -> bool:
    with acting_as(stranger):
        try:
            with transaction.atomic():
                copy = type(row)._base_manager.model.from_db(
                    "default",
                    [field.attname for field in row._meta.concrete_fields],
                    [getattr(row, field.attname) for field in row._meta.concrete_fields],
                )
                copy.pk, copy._state.adding = None, True
                type(row)._base_manager.bulk_create([copy])
        except DatabaseError as error:
            return "row-level security" in str(error)
    return False


def test_nobody_changes_or_removes_anothers_rows(world):
    with acting_as(world.cast.outsider):
        for model in guarded_models():
            ours = model._base_manager.filter(company=world.cast.company)
            assert ours.update(company=world.cast.other_company) == 0
            assert ours._raw_delete("default") == 0
