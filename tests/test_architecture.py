"""House rules that no linter knows."""

import ast
import pkgutil
import re
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

import guanjia
from guanjia.config import discovery

HOUSE = discovery.ROOT
TOP = HOUSE.parent
LONGEST_FILE = 300
WRITES = {
    "save",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "select_for_update",
    "create",
    "acreate",
    "asave",
}
# On a queryset these write; on a dict or a form they do not.
WRITES_ON_QUERYSETS = {"update", "delete"}


def ours(*patterns: str) -> list[Path]:
    found = {path for pattern in patterns for path in HOUSE.rglob(pattern) if "migrations" not in path.parts}
    return sorted(path for path in found if not path.name.startswith("test_"))


def named(path: Path) -> str:
    return str(path.relative_to(TOP))


def calls(path: Path) -> list[ast.Attribute]:
    tree = ast.parse(path.read_text())
    return [
        node.func
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]


WEB = ours("views.py", "api.py", "views/*.py")


@pytest.mark.parametrize("path", WEB, ids=named)
def test_views_never_write(path):
    found = [
        ast.unparse(call)
        for call in calls(path)
        if call.attr in WRITES or (call.attr in WRITES_ON_QUERYSETS and ".objects" in ast.unparse(call))
    ]
    assert not found


@pytest.mark.parametrize("path", WEB, ids=named)
def test_views_reach_rows_only_through_visible_to(path):
    found = [
        ast.unparse(call)
        for call in calls(path)
        if ast.unparse(call.value).endswith((".objects", "._default_manager")) and call.attr != "visible_to"
    ]
    assert not found


@pytest.mark.parametrize("path", WEB, ids=named)
def test_views_look_nothing_up_in_a_whole_table(path):
    shortcuts = {"get_object_or_404", "get_list_or_404"}
    tree = ast.parse(path.read_text())
    found = [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in shortcuts
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id[:1].isupper()
    ]
    assert not found


@pytest.mark.parametrize("path", ours("*.py"), ids=named)
def test_files_stay_small(path):
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


ASKED = {"timezone.now", "datetime.now", "datetime.utcnow", "date.today", "datetime.today"}
ASKED_WITHOUT_ARGUMENT = {"timezone.localdate", "timezone.localtime"}


@pytest.mark.parametrize("path", ours("*.py"), ids=named)
def test_only_the_kernel_asks_what_time_it_is(path):
    if path == HOUSE / "kernel" / "time.py":
        return
    made = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    asked = [ast.unparse(call.func) for call in made if ast.unparse(call.func) in ASKED]
    asked += [
        ast.unparse(call.func)
        for call in made
        if ast.unparse(call) in {f"{n}()" for n in ASKED_WITHOUT_ARGUMENT}
    ]
    assert not asked


INLINE = {
    "script": re.compile(r"<script(?![^>]*\b(?:src=|type=[\"']application/json))", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "javascript link": re.compile(r"(?:href|action)\s*=\s*[\"']javascript:", re.I),
}


@pytest.mark.parametrize("path", ours("templates/**/*.html"), ids=named)
def test_nothing_inline_in_templates(path):
    """The content security policy would refuse it in silence."""
    text = re.sub(r"{#.*?#}", "", path.read_text())
    assert not [what for what, pattern in INLINE.items() if pattern.search(text)]


def test_every_module_can_be_imported():
    for module in pkgutil.walk_packages(guanjia.__path__, "guanjia."):
        if not module.name.endswith("__main__"):
            import_module(module.name)


def test_every_tenant_table_is_guarded_by_the_database(as_system):
    from guanjia.engine.health.health import row_security

    assert row_security().ok, row_security().text


def test_models_and_migrations_agree(db):
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def test_nothing_of_one_machine_is_tracked():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=TOP, capture_output=True, check=True
    ).stdout.decode()
    places = re.compile(
        "|".join(
            [
                re.escape(f"{TOP}/"),
                re.escape(f"{Path.home()}/"),
                r'"resolved": "[h]ttp',
                r"^--(?:extra-)?index-url",
            ]
        ),
        re.MULTILINE,
    )
    files = [TOP / name for name in listed.split("\0") if name and (TOP / name).is_file()]
    assert not [named(file) for file in files if places.search(file.read_text(errors="ignore"))]
