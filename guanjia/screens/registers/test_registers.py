"""What every register can do, proved for each of them."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django.core.files import File
from django.db.models import Model
from django.urls import reverse
from xlsxwriter import Workbook

from guanjia.engine.access.models import Reveal
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.imports import actions as imports
from guanjia.engine.imports import work
from guanjia.engine.imports.models import ImportRun
from guanjia.engine.register import actions, lookups
from guanjia.engine.register.declaration import find, registers
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.testing.registers import sample
from guanjia.work.cases.fields import Records

EVERY = sorted(registers())


@pytest.fixture(params=EVERY)
def register(request):
    return find(request.param)


@pytest.fixture
def keeper(cast, register):
    """Somebody of the estate who keeps it."""
    people = (cast.desk, cast.cashier, cast.technician, cast.supervisor, cast.manager)
    return next(one for one in people if actions.may_keep(register, one))


@pytest.fixture
def add(cast, register, keeper, now):
    def add(number=1, **more):
        with acting_as(keeper):
            values = {**sample(register, cast, number), **more}
            return actions.add_record(
                register=register, actor=keeper, now=now, estate=cast.estate, values=values, key=f"k{number}"
            )

    return add


def test_a_line_is_added_once_seen_changed_and_retired(client, cast, register, keeper, add, now):
    row = add()
    assert add().pk == row.pk
    client.force_login(keeper)
    assert str(row) in client.get(reverse("registers:list", args=[register.code])).content.decode()
    assert client.get(reverse("registers:row", args=[register.code, row.pk])).status_code == 200
    with acting_as(keeper):
        us = {"register": register, "actor": keeper, "now": now, "row": row}
        changed = actions.change_record(**us, values={"note": "换了位置"}, version=row.version)
        with pytest.raises(Stale):
            actions.change_record(**us, values={"note": "晚了一步"}, version=row.version)
        with pytest.raises(Refused, match="原因"):
            actions.retire_record(**us, reason=" ")
        actions.retire_record(**us, reason="不再使用")
        with pytest.raises(Stale):
            actions.change_record(**us, values={"note": "x"}, version=changed.version)
    entries = AuditEntry.objects.filter(model=register.model._meta.label_lower, object_id=row.pk)
    assert [one.verb.rpartition(".")[2] for one in entries.order_by("pk")] == ["created", "edited", "retired"]
    page = client.get(reverse("registers:row", args=[register.code, row.pk])).content.decode()
    assert "不再使用" in page and "换了位置" in page


def test_the_form_fills_every_field(client, cast, register, keeper):
    values = sample(register, cast)
    typed = {
        name: _typed(value) for name, value in values.items() if value is not None and value is not False
    }
    client.force_login(keeper)
    answer = client.post(reverse("registers:new", args=[register.code]), {**typed, "key": "form-1"})
    assert answer.status_code == 302, answer.context["form"].errors
    with acting_as(keeper):
        row = register.model.objects.get()
    assert {name: getattr(row, name) for name in register.fields} == values
    page = client.get(reverse("registers:edit", args=[register.code, row.pk])).content.decode()
    assert all(text in page for text in typed.values() if isinstance(text, str) and "<" not in text)


def _typed(value):
    if isinstance(value, Model):
        return lookups.lookup_of(type(value)).said(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def test_who_may_not(client, cast, register, add, now):
    row = add()
    for stranger in (cast.outsider, cast.elsewhere):
        client.force_login(stranger)
        for name, args in (("row", [row.pk]), ("edit", [row.pk])):
            assert client.get(reverse(f"registers:{name}", args=[register.code, *args])).status_code in (
                403,
                404,
            )
    with acting_as(cast.guard), pytest.raises(Forbidden):
        actions.retire_record(register=register, actor=cast.guard, now=now, row=row, reason="不要了")


def test_a_sheet_of_labels_leads_to_the_lines(client, cast, register, keeper, add):
    row = add()
    client.force_login(keeper)
    page = client.get(reverse("registers:labels", args=[register.code])).content.decode()
    assert "<svg" in page and register.label_lines(row)[0] in page


def test_a_workbook_is_taken_in_and_a_second_time_adds_nothing(cast, register, now, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    labels = [str(register.model._meta.get_field(name).verbose_name) for name in register.fields]
    lines = [sample(register, cast, number) for number in (1, 2)]
    path = _workbook(
        tmp_path / "台账.xlsx",
        [labels, *[[_cell(register, name, line[name]) for name in register.fields] for line in lines]],
    )
    run = _taken_in(register, cast, now, path)
    assert (run.state, run.counts["added"]) == (ImportRun.State.DONE, 2), run.problems
    with acting_as(cast.manager):
        kept = register.model.objects.order_by("pk")
        assert [{name: getattr(row, name) for name in register.fields} for row in kept] == lines
    again = _taken_in(register, cast, now, path)
    assert again.counts["added"] == 0, "a register needs something by which a line is known again"


def _taken_in(register, cast, now, path):
    with acting_as(cast.manager), path.open("rb") as content:
        run = imports.receive_file(
            actor=cast.manager, now=now, estate=cast.estate, kind=register.topic,
            upload=File(content, path.name), name=path.name,
        )  # fmt: skip
        imports.choose_columns(actor=cast.manager, now=now, run=run, tables=run.tables)
    work.check(run.pk)
    with acting_as(cast.manager), suppress(Refused):
        imports.start_import(actor=cast.manager, now=now, run=ImportRun.objects.get(pk=run.pk))
    work.carry_out(run.pk)
    with acting_as(cast.manager):
        return ImportRun.objects.get(pk=run.pk)


def _cell(register, name, value):
    of = register.model._meta.get_field(name)
    if of.choices:
        return str(dict(of.flatchoices)[value])
    if isinstance(value, Decimal):
        return float(value)
    return "" if value in (None, False) else _typed(value)


def _workbook(path, rows):
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return path


def test_what_is_secret_is_read_by_those_who_may(client, cast, now):
    """The desk keeps the archives and hands them out by number; what a secret one is called, leaders read."""
    archives = find("archives")
    values = {**sample(archives, cast), "kind": "other", "title": "拆迁补偿方案", "secrecy": "secret"}
    with acting_as(cast.desk):
        us = {"register": archives, "actor": cast.desk, "now": now, "estate": cast.estate}
        secret = actions.add_record(**us, values=values)
        actions.add_record(**us, values={**values, "number": "WS-2", "title": "会议纪要", "secrecy": "open"})
    lines, line = (
        reverse("registers:list", args=["archives"]),
        reverse("registers:row", args=["archives", secret.pk]),
    )
    client.force_login(cast.desk)
    shown = client.get(lines).text
    assert "会议纪要" in shown and "拆迁补偿方案" not in shown and client.get(line).status_code == 404
    loan = Records("archives", actor=cast.desk, estate_id=cast.estate.pk).widget.render("file", None)
    assert secret.number in loan and "会议纪要" in loan and "拆迁补偿方案" not in loan
    client.force_login(cast.supervisor)
    assert "拆迁补偿方案" in client.get(lines).text and client.get(line).status_code == 200


def test_a_residents_phone_is_masked_on_the_page_of_the_line_and_in_its_form(client, cast, now):
    """Whoever may call sees it at a press and is written down; a form that leaves it as it stands keeps it."""
    members = find("committee_members")
    values = {
        "name": "王阿姨",
        "unit": cast.unit,
        "post": "chair",
        "since": date(2026, 1, 1),
        "phone": "13905710001",
    }
    with acting_as(cast.supervisor):
        row = actions.add_record(
            register=members, actor=cast.supervisor, now=now, estate=cast.estate,
            values={**values, "until": date(2030, 1, 1)},
        )  # fmt: skip
    line, form, button = (
        reverse(f"registers:{one}", args=["committee_members", row.pk]) for one in ("row", "edit", "number")
    )
    client.force_login(cast.desk)
    assert client.get(form).status_code == 403, "not one of its keepers"
    assert "139****0001" in client.get(line).text
    client.force_login(cast.supervisor)
    assert not [one for one in (line, form) if "13905710001" in client.get(one).text]
    sent = {
        "name": "王阿姨",
        "unit": "3-2-1501",
        "post": "vice",
        "since": "2026-01-01",
        "until": "2030-01-01",
    }
    assert client.post(form, {**sent, "phone": "139****0001", "version": "1"}).status_code == 302
    with acting_as(cast.manager):
        assert members.model.objects.get().phone == "13905710001"
        assert not Reveal.objects.exists()
    assert client.post(button).text == "13905710001"
    with acting_as(cast.manager):
        assert Reveal.objects.get().object_id == row.pk
    client.force_login(cast.technician)
    assert client.post(button).status_code == 403


def test_the_last_day_of_all_is_refused_and_an_old_one_does_not_shut_the_gate(client, cast, now):
    """9999-12-31 for “for ever”: nothing can be counted on from it, and one such pass stopped every guard's list."""
    passes = find("passes")
    values = {
        "number": "S1",
        "kind": "entry",
        "name": "老马",
        "valid_from": date(2026, 1, 1),
        "valid_until": date.max,
    }
    with acting_as(cast.desk):
        with pytest.raises(Refused, match="2999") as no:
            actions.add_record(register=passes, actor=cast.desk, now=now, estate=cast.estate, values=values)
        assert no.value.field == "valid_until"
        passes.model.objects.create(company=cast.company, estate=cast.estate, **values)
    client.force_login(cast.guard)
    (row,) = client.get(reverse("gate:list")).json()["rows"]
    assert (row["number"], row["until"]) == ("S1", "")
    assert "S1" in client.get(reverse("gate:home"), {"q": "S1"}).text
