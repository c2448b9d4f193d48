"""What a link may show to whoever holds it: enough for the household to know itself."""


def masked_name(name: str) -> str:
    """王阿姨 → 王**"""
    return f"{name[:1]}**" if name else ""


def masked_room(key: str) -> str:
    """3-2-1501 → 3-2-15**"""
    return f"{key[:-2]}**" if len(key) > 2 else "**"
