"""Prepares what browsers get: picks files out of node_modules, compiles translations, collects static files.

Run by `make setup` as `python -m guanjia.config.assets`; does only what has changed.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

from guanjia.config import discovery, translations

ROOT = discovery.ROOT.parent
NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / ".data" / "vendor"
STAMP = ROOT / ".data" / "stamps" / "static"

FILES = (
    "@tabler/core/dist/css/tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js",
    "htmx.org/dist/htmx.min.js",
    "htmx-ext-sse/sse.js",
    "echarts/dist/echarts.min.js",
    "sortablejs/Sortable.min.js",
    "signature_pad/dist/signature_pad.umd.min.js",
)
# Scripts that import each other keep their folder.
MODULES = ("qr/decode.js", "qr/index.js")
ICONS = "@tabler/icons/tabler-nodes-outline.json"


def main() -> None:
    if compiled := translations.compile_all():
        print(f"· translations ({compiled} files)", flush=True)
    fetch_vendor_files()
    key = _state()
    if not STAMP.exists() or STAMP.read_text() != key:
        print("· static files", flush=True)
        collect()
        STAMP.write_text(key)


def fetch_vendor_files() -> None:
    """Copy the few files that pages use to `.data/vendor`, all icons as one compact JSON."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    targets = {name: VENDOR / Path(name).name for name in FILES} | {name: VENDOR / name for name in MODULES}
    for name, target in targets.items():
        source = NODE_MODULES / name
        if _newer(source, target):
            target.parent.mkdir(exist_ok=True)
            # The maps that the last line points to are not served.
            text = source.read_text(encoding="utf-8")
            target.write_text(_without_source_map(text), encoding="utf-8")
    icons, target = NODE_MODULES / ICONS, VENDOR / "icons.json"
    if _newer(icons, target):
        target.write_text(json.dumps(json.loads(icons.read_text()), separators=(",", ":")))


def collect() -> None:
    """Django's collectstatic: hashed names, each content compressed once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
    import django
    from django.contrib.staticfiles.storage import staticfiles_storage
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["icons.json"])
    staticfiles_storage.prune()


def _newer(source: Path, target: Path) -> bool:
    return not target.exists() or source.stat().st_mtime_ns > target.stat().st_mtime_ns


def _without_source_map(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "sourceMappingURL=" not in line) + "\n"


def _state() -> str:
    """Changes when any static file does."""
    ours = [
        path for folder in discovery.ROOT.glob("*/*/static") for path in folder.rglob("*") if path.is_file()
    ]
    seen = [
        f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}"
        for path in sorted([*VENDOR.rglob("*.*"), *ours])
    ]
    return hashlib.sha256("\n".join([sys.prefix, *seen]).encode()).hexdigest()


if __name__ == "__main__":
    main()
