"""Forms filled in as a person would."""

from base64 import b64decode

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PICTURE = {"name": "照片.png", "mimeType": "image/png", "buffer": b64decode(DOT)}


def fill(page, values, prefix="") -> None:
    """Ticks, choices, words, pictures (a dict), and a first line of (name, quantity)."""
    for name, value in values.items():
        field = f"[name='{prefix}{name}']"
        if isinstance(value, tuple):
            for part, one in zip(("name", "quantity"), value, strict=True):
                page.locator(f"[name='{prefix}{name}.{part}']").first.fill(one)
        elif isinstance(value, dict):
            page.set_input_files(f"{field}[type=file], [name='{name}.photo']", value)
        elif isinstance(value, list):
            for one in value:
                page.check(f"{field}[value={one}]", force=True)
        else:
            _enter(page, field, value)


def _enter(page, field, value) -> None:
    kind = page.locator(field).first.evaluate("one => one.type")
    if kind == "radio":
        page.check(f"{field}[value={str(value).lower()}]", force=True)
    elif kind == "checkbox":
        page.locator(field).set_checked(value, force=True)
    elif kind.startswith("select"):
        page.locator(field).select_option(value, force=True)
    else:
        page.fill(field, value)
