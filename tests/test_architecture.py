"""House rules that no linter knows."""

import ast
import pkgutil
import re
import subprocess
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

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


def found(paths: list[Path], look: Callable[[Path], list[str]]) -> dict[str, list[str]]:
    """What `look` finds, by file; only files with something."""
    return {named(path): bad for path in paths if (bad := look(path))}


WEB = ours("views.py", "api.py", "views/*.py")


def test_views_never_write():
    def writes(path):
        return [
            ast.unparse(call)
            for call in calls(path)
            if call.attr in WRITES or (call.attr in WRITES_ON_QUERYSETS and ".objects" in ast.unparse(call))
        ]

    assert found(WEB, writes) == {}


def test_views_reach_rows_only_through_visible_to():
    def bypasses(path):
        return [
            ast.unparse(call)
            for call in calls(path)
            if ast.unparse(call.value).endswith((".objects", "._default_manager"))
            and call.attr != "visible_to"
        ]

    assert found(WEB, bypasses) == {}


def test_views_look_nothing_up_in_a_whole_table():
    shortcuts = {"get_object_or_404", "get_list_or_404"}

    def lookups(path):
        return [
            ast.unparse(node)
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call)
            and ast.unparse(node.func) in shortcuts
            and isinstance(node.args[0], ast.Name)
            and node.args[0].id[:1].isupper()
        ]

    assert found(WEB, lookups) == {}


def test_files_stay_small():
    files = [*ours("*.py"), *HOUSE.rglob("test_*.py"), *(TOP / "tests").rglob("*.py")]
    assert found(files, lambda path: path.read_text().splitlines()[LONGEST_FILE:]) == {}


ASKED = {"timezone.now", "datetime.now", "datetime.utcnow", "date.today", "datetime.today"}
ASKED_WITHOUT_ARGUMENT = {"timezone.localdate()", "timezone.localtime()"}


def test_only_the_kernel_asks_what_time_it_is():
    def asks(path):
        text = path.read_text()
        if not any(word in text for word in ("now(", "today(", "utcnow(", "local")):
            return []
        made = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
        said = [ast.unparse(call.func) for call in made] + [ast.unparse(call) for call in made]
        return [one for one in said if one in ASKED | ASKED_WITHOUT_ARGUMENT]

    assert found([path for path in ours("*.py") if path != HOUSE / "kernel" / "time.py"], asks) == {}


INLINE = {
    "script": re.compile(r"<script(?![^>]*\b(?:src=|type=[\"']application/json))", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "javascript link": re.compile(r"(?:href|action)\s*=\s*[\"']javascript:", re.I),
}


def test_nothing_inline_in_templates():
    """The content security policy would refuse it in silence."""

    def inline(path):
        text = re.sub(r"{#.*?#}", "", path.read_text())
        return [what for what, pattern in INLINE.items() if pattern.search(text)]

    assert found(ours("templates/**/*.html"), inline) == {}


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
