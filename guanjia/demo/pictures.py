"""Photos of the demo: plain drawings, so that nobody's home is shown."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

COLOURS = {"before": (196, 203, 210), "after": (205, 224, 212), "signature": (255, 255, 255)}


def photo(kind: str) -> SimpleUploadedFile:
    """A small JPEG: pipes before and after, or a signature."""
    image = Image.new("RGB", (640, 480), COLOURS[kind])
    pen = ImageDraw.Draw(image)
    if kind == "signature":
        pen.line(
            [(80, 300), (160, 180), (220, 320), (300, 200), (380, 300), (520, 220)],
            fill=(30, 40, 60),
            width=6,
        )
    else:
        pen.rectangle((280, 0, 360, 480), fill=(120, 130, 140))
        pen.rectangle((260, 200, 380, 280), fill=(90, 98, 106))
    if kind == "before":
        for drop in range(290, 470, 40):
            pen.ellipse((390, drop, 404, drop + 22), fill=(70, 120, 170))
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return SimpleUploadedFile(f"{kind}.jpg", out.getvalue(), "image/jpeg")
