"""What hands do on a phone."""

import io

from PIL import Image


def photograph_of_a_leak() -> dict:
    out = io.BytesIO()
    Image.effect_noise((1200, 900), 60).convert("RGB").save(out, "JPEG")
    return {"name": "leak.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def tap(page, text: str) -> None:
    """The one main button, which says what comes next."""
    page.locator("#main-button [data-next]:not([hidden])").get_by_text(text, exact=True).click()


def photograph(page, text: str, picture: dict) -> None:
    button = page.locator("#main-button [data-next]:not([hidden])").filter(has_text=text)
    button.wait_for()
    button.locator("input").set_input_files(picture)


def sign(page) -> None:
    box = page.locator("dialog[open] canvas").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    for x, y in ((90, 30), (120, 110), (170, 50), (210, 100)):
        page.mouse.move(box["x"] + x, box["y"] + y, steps=4)
    page.mouse.up()


def until(page, promise: str) -> None:
    """Wait up to forty seconds until the promise brings something true (`wait_for_function` does not await it)."""
    for _ in range(200):
        if page.evaluate(promise):
            return
        page.wait_for_timeout(200)
    raise AssertionError(promise)


def sent(page) -> None:
    """Nothing waits in the phone any more."""
    until(page, "Outbox.entries().then((all) => all.length === 0)")


def mend(page, shoot, name: str = "") -> None:
    """From the order's page: accept, set out, arrive, photos, done, signature."""
    if name:
        shoot(page, f"{name}-order")
    picture = photograph_of_a_leak()
    for step in ("接单", "出发", "到达现场"):
        tap(page, step)
    photograph(page, "拍维修前照片", picture)
    photograph(page, "拍维修后照片", picture)
    sent(page)
    if name:
        shoot(page, f"{name}-at-work")
    tap(page, "完工")
    page.get_by_role("button", name="已修好").click()
    sign(page)
    if name:
        shoot(page, f"{name}-signature")
    page.get_by_role("button", name="提交完工").click()
    page.locator("#state").filter(has_text="已完工").wait_for()
    sent(page)
