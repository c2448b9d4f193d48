"""Collecting static files again: what did not change stays, what is old goes."""

import gzip

import pytest
from django.contrib.staticfiles.management.commands import collectstatic
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from guanjia.config.static import HashedFiles


@pytest.fixture
def collect(tmp_path, settings, monkeypatch):
    """Collects what lies in `tmp_path/ours` and returns what browsers get: name → bytes."""
    settings.STATICFILES_DIRS = [tmp_path / "ours"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "served"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "guanjia.config.static.HashedFiles"}}

    def run():
        storage = HashedFiles(location=settings.STATIC_ROOT)
        monkeypatch.setattr(collectstatic, "staticfiles_storage", storage)
        call_command("collectstatic", interactive=False, verbosity=0)
        storage.prune()
        return {path.name: path for path in settings.STATIC_ROOT.rglob("*") if path.is_file()}

    (tmp_path / "ours").mkdir()
    return run


def test_only_what_changed_is_compressed_again(tmp_path, collect):
    for name in ("kept.css", "changed.css"):
        (tmp_path / "ours" / name).write_text(f"/* {name} */" + "a { color: red }\n" * 100)
    first = collect()
    assert sorted({name.split(".")[0] for name in first}) == ["changed", "kept", "staticfiles"]
    assert {name.rsplit(".", 1)[1] for name in first if name.startswith("kept")} == {"css", "gz", "br"}
    before = packed(first, "kept")

    (tmp_path / "ours" / "changed.css").write_text("b { color: blue }\n" * 100)
    second = collect()
    assert packed(second, "kept") == before
    assert not packed(second, "changed").keys() & first.keys()
    (now,) = (name for name in packed(second, "changed") if name.endswith(".gz"))
    assert gzip.decompress(second[now].read_bytes()).startswith(b"b { color: blue }")


def packed(served: dict, start: str) -> dict[str, int]:
    """When these files were compressed."""
    return {
        name: path.stat().st_mtime_ns
        for name, path in served.items()
        if name.startswith(start) and name.endswith((".gz", ".br"))
    }


def test_what_is_gone_is_not_served(tmp_path, collect):
    (tmp_path / "ours" / "gone.js").write_text("1;\n" * 100)
    collect()
    (tmp_path / "ours" / "gone.js").unlink()
    assert set(collect()) == {staticfiles_storage.manifest_name}
