"""Taking an import back, and who may import at all."""

from decimal import Decimal

import pytest
from django.core.files.base import File

from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.places.models import Unit
from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.imports import actions, work
from guanjia.engine.imports.models import ImportRun
from guanjia.engine.imports.undo import take_back
from guanjia.engine.search.index import find
from guanjia.kernel.errors import Forbidden, Refused


def test_a_whole_import_is_undone(bring_in, book, cast, acting, now):
    run = bring_in(book())
    with acting(cast.manager):
        actions.undo_import(actor=cast.manager, now=now, run=run)
    take_back(run.pk)
    with acting(cast.manager):
        assert not Unit.objects.filter(key__startswith="3-1-", retired_at=None, building__name="3").exists()
        assert not Customer.objects.filter(name="曾伟子", retired_at=None).exists()
        assert find("zengweizi") == []
        assert AuditEntry.objects.filter(verb="unit.import_undone").exists()
    assert bring_in(book()).state == "done"


def test_undo_gives_changed_records_their_old_values(bring_in, book, cast, acting, now):
    bring_in(book())
    run = bring_in(book([["3栋", "1单元", "101", 120, "", "何涵", "13700000001", "", "空置", ""]]))
    with acting(cast.manager):
        unit = Unit.objects.get(key="3-1-101", building__name="3")
        assert (unit.area, unit.status) == (Decimal("120.00"), "vacant")
        actions.undo_import(actor=cast.manager, now=now, run=run)
    take_back(run.pk)
    with acting(cast.manager):
        unit.refresh_from_db()
        assert (unit.area, unit.status) == (Decimal("90.50"), "occupied")


def test_undo_is_refused_when_somebody_built_on_it(bring_in, book, cast, acting, now):
    from guanjia.directory.places.actions import set_unit_status

    run = bring_in(book())
    with acting(cast.manager):
        set_unit_status(
            actor=cast.manager,
            now=now,
            unit=Unit.objects.get(key="3-1-301", building__name="3"),
            status="let",
        )
        with pytest.raises(Refused, match="之后又被修改过"):
            actions.undo_import(actor=cast.manager, now=now, run=run)


def test_undo_is_refused_when_something_refers_to_it(bring_in, book, cast, acting, now):
    run = bring_in(book())
    with acting(cast.manager):
        unit = Unit.objects.get(key="3-1-301", building__name="3")
        Occupancy.objects.create(company=cast.company, estate=cast.estate, unit=unit, customer=cast.owner)
        with pytest.raises(Refused, match="关联到这次导入"):
            actions.undo_import(actor=cast.manager, now=now, run=run)


def test_the_desk_may_not_import(bring_in, book, cast):
    with pytest.raises(Forbidden):
        bring_in(book(), actor=cast.desk)


def test_nothing_is_written_into_another_estate(bring_in, book, cast):
    with pytest.raises(Refused):
        bring_in(book(), estate=cast.other_estate)


def test_a_second_press_makes_no_second_run(bring_in, book, cast, acting, now):
    path = book()
    with acting(cast.manager):
        runs = []
        for _ in range(2):
            with path.open("rb") as content:
                runs.append(
                    actions.receive_file(
                        actor=cast.manager,
                        now=now,
                        estate=cast.estate,
                        kind="owners",
                        upload=File(content, path.name),
                        name=path.name,
                        key="k1",
                    )
                )
        assert runs[0].pk == runs[1].pk


def test_all_or_nothing(bring_in, book, cast, acting, monkeypatch):
    """A fault at the very end leaves nothing, and the run can be tried again."""
    from guanjia.directory.owners.actions import _Writer

    with monkeypatch.context() as patch:
        patch.setattr(_Writer, "index_customers", lambda self: 1 / 0)
        run = bring_in(book())
    assert run.state == "failed"
    with acting(cast.manager):
        assert not Unit.objects.filter(key="3-1-301").exists()
        actions.start_import(actor=cast.manager, now=run.uploaded_at, run=run)
    work.carry_out(run.pk)
    with acting(cast.manager):
        assert ImportRun.objects.get(pk=run.pk).state == "done"
        assert Unit.objects.filter(key="3-1-301").exists()
