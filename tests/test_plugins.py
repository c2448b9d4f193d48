"""The examples of docs/adding.md, put into a folder outside the house, work as they stand."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from guanjia.config import discovery
from guanjia.testing.database import another_database

PAGE = discovery.ROOT.parent / "docs" / "adding.md"
EXAMPLE = re.compile(r"`(guanjia/\S+\.py)`.*?```python\n(.*?)```", re.DOTALL)
LEND = """
import django; django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as, enter
from guanjia.engine.register.actions import add_record
from guanjia.engine.register.declaration import find
from guanjia.kernel.errors import Refused
from guanjia.testing.cast import assemble
from guanjia.work.cases import actions

enter(system(None))
call_command("makemigrations", "umbrellas", verbosity=0)
call_command("migrate", verbosity=0)
cast, now = assemble(), datetime.now(UTC)
with acting_as(cast.desk):
    us = {"actor": cast.desk, "now": now, "estate": cast.estate}
    umbrella = add_record(register=find("umbrellas"), values={"number": "7"}, **us)
    said = {"procedure": "umbrella", "words": "借伞", "answers": {"umbrella": umbrella.pk, "borrower": "王阿姨"}}
    case = actions.register_case(**us, **said)
    try:
        actions.register_case(**us, **said)
    except Refused as no:
        print(no)
    case = actions.complete_step(actor=cast.desk, now=now, case=case, step="back", answers={"whole": True})
    umbrella.refresh_from_db()
    print(case.state, repr(umbrella.held_by))
"""


@pytest.mark.serial
def test_a_register_and_a_procedure_from_scratch_touch_no_other_file(tmp_path, db):
    examples = EXAMPLE.findall(PAGE.read_text())
    assert len(examples) == 3
    assert all(len(code.splitlines()) < 60 for _path, code in examples)
    for path, code in examples:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code)
        (file.parent / "__init__.py").touch()
    migrations = tmp_path / "guanjia/registers/umbrellas/migrations"
    migrations.mkdir()
    (migrations / "__init__.py").touch()
    with another_database() as url:
        own = {
            "DATABASE_URL": url, "DATA_DIR": str(tmp_path / "data"),
            "DJANGO_SETTINGS_MODULE": "guanjia.config.settings",
            "PYTHONPATH": os.pathsep.join([str(discovery.ROOT.parent), str(tmp_path)]),
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", LEND], env=os.environ | own, cwd=tmp_path, capture_output=True, text=True
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:2] == ["7 已借给王阿姨", "closed ''"]
    assert {each.name for each in Path(migrations).iterdir()} >= {"0001_initial.py"}


@pytest.mark.serial
def test_a_half_written_folder_is_named_with_its_line(tmp_path):
    home = tmp_path / "guanjia/procedures/umbrella"
    home.mkdir(parents=True)
    (home / "__init__.py").touch()
    (home / "procedure.py").write_text(
        '"""Lending."""\n\nfrom guanjia.procedures.umbrella.effects import lend\n'
    )
    own = {
        "PYTHONPATH": os.pathsep.join([str(discovery.ROOT.parent), str(tmp_path)]),
        "DATA_DIR": str(tmp_path),
    }
    list_them = [sys.executable, "-m", "guanjia", "procedures"]
    for file, said in (("effects.py", "procedure.py, line 3"), ("effects.py", "effects.py, line 2")):
        done = subprocess.run(list_them, env=os.environ | own, cwd=tmp_path, capture_output=True, text=True)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
        assert f"The folder {home} cannot be read" in done.stderr and said in done.stderr
        (home / file).write_text("\ndef lend(:\n")


def test_check_names_what_a_folder_lacks(tmp_path, monkeypatch):
    from guanjia import procedures
    from guanjia.engine.health.folders import complete

    assert complete("procedures", "procedure.py").ok
    (tmp_path / "umbrella").mkdir()
    monkeypatch.setattr(procedures, "__path__", [*procedures.__path__, str(tmp_path)])
    found = complete("procedures", "procedure.py")
    assert (found.ok, found.text) == (False, f"{tmp_path}/umbrella has no __init__.py, procedure.py")
