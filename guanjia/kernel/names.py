"""Names of people and companies: several in a cell, blanks inside, and how they sound (pinyin, initials)."""

import re
from itertools import product

import pypinyin

from guanjia.kernel.cells import fold, is_nothing
from guanjia.kernel.surnames import COMPOUND, GIVEN, READINGS, SINGLE

_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_HARD = re.compile(r"[、,;；/|&＆\n\r]+")
_COMPANY = re.compile(
    r"(公司|集团|银行|有限|合伙|事务所|经营部|工作室|俱乐部|中心|学校|幼儿园|医院|诊所|协会|基金|支行|分行|派出所|居委会|业委会"
    r"|[店馆厂院社部行局处站所坊吧]$)"
)
_REMARK = re.compile(r"[(\[【]([^)\]】]*)[)\]】]")
_TITLES = re.compile(r"(等\d*[人户]?|先生|女士|小姐)$")
NUMBER = re.compile(r"\+?\d[\d -]{6,}\d")
_LIMIT = 6


def is_company(name: str) -> bool:
    """Whether the name is that of a firm or office rather than of a person."""
    return len(name) >= 4 and bool(_COMPANY.search(name))


def tidy(name: str) -> str:
    """`何　涵` → `何涵`; blanks between Latin words stay one; the dot in `阿不都·热合曼` is the usual one."""
    name = re.sub(r"[•・‧．●]", "·", re.sub(r"\s+", " ", fold(name)))
    return re.sub(rf"(?<={_HAN}) (?={_HAN})", "", name).strip(" .,:;")


def split(cell: object) -> tuple[str, ...]:
    """The names in a cell, each once: `唐红玉 程静勇`, `马 远 韩  霞`, `何涵、曾伟子`. Remarks in brackets and
    phone numbers are left out."""
    if is_nothing(cell):
        return ()
    text = fold(str(cell))
    if is_company(re.sub(r"\s", "", text)) and not _HARD.search(text):
        return (tidy(text),)
    pieces = _HARD.split(NUMBER.sub(" ", _REMARK.sub(" ", text)))
    names = [tidy(name) for piece in pieces for name in _people(piece.split())]
    return tuple(dict.fromkeys(name for name in names if name and not is_nothing(name)))


def remarks(cell: object) -> tuple[str, ...]:
    """What stands in brackets beside the names: `张三（已故）` → `已故`."""
    return tuple(found.strip() for found in _REMARK.findall(fold(str(cell))) if found.strip())


def spellings(name: str) -> tuple[str, ...]:
    """Pinyin without tones or blanks in every likely reading, the best first: `单丽` → (`shanli`, `danli`)."""
    return tuple(dict.fromkeys("".join(way) for way in _readings(name)))


def initials(name: str) -> tuple[str, ...]:
    """First letters in every likely reading: `曾伟` → (`zw`, `cw`)."""
    return tuple(dict.fromkeys("".join(part[0] for part in way if part) for way in _readings(name)))


def in_spoken_order() -> str:
    """The 6,763 signs of GB 2312 as a dictionary lists them: by sound, tone and sign; surnames by how they are read."""
    rows, columns = range(0xB0, 0xF8), range(0xA1, 0xFF)
    signs = "".join(bytes([row, column]).decode("gb2312", "ignore") for row in rows for column in columns)
    return "".join(sorted(signs, key=_sound))


def _sound(sign: str) -> tuple[str, str]:
    (sound,) = pypinyin.lazy_pinyin(sign, style=pypinyin.Style.TONE3)
    return READINGS.get(sign, (sound,))[0], sign


def _people(tokens: list[str]) -> list[str]:
    """Join or part what blanks have separated: the cheapest reading as names, one point a name, two for an odd one."""
    if not all(re.fullmatch(rf"{_HAN}+", token) for token in tokens):
        return [_TITLES.sub("", token) if len(token) > 3 else token for token in [" ".join(tokens)]]
    best: list[tuple[int, list[str]]] = [(0, [])]
    for end in range(1, len(tokens) + 1):
        ways = []
        for start in range(end):
            name = "".join(tokens[start:end])
            cost, names = best[start]
            ways.append((cost + 1 + _oddness(name, one=end - start == 1), [*names, name]))
        best.append(min(ways, key=lambda way: way[0]))
    return [part for name in best[-1][1] for part in _joined(name)]


def _oddness(name: str, *, one: bool) -> int:
    surname = name[:2] in COMPOUND or name[0] in SINGLE
    longest = 4 if name[:2] in COMPOUND else 3
    if len(name) == 1:
        return 3
    if len(name) > longest:
        return 2 if one else 4 * (len(name) - longest)
    return 0 if surname else 2


def _joined(name: str) -> list[str]:
    """`张三和李四` is two people when both halves look like names."""
    name = _TITLES.sub("", name) if len(name) > 3 else name
    halves = name.split("和")
    if (
        len(name) >= 5
        and len(halves) == 2
        and all(_oddness(h, one=True) == 0 for h in halves if h)
        and all(halves)
    ):
        return halves
    return [name]


def _readings(name: str) -> list[tuple[str, ...]]:
    name = tidy(name).lower()
    size = 2 if name[:2] in COMPOUND and len(name) > 2 else 1
    head, rest = name[:size], name[size:]
    if is_company(name) or not re.match(_HAN, name):
        words = pypinyin.lazy_pinyin(name) if re.match(_HAN, name) else name.split()
        return [tuple(_plain(part) for part in words)]
    usual = [_plain(part) for part in pypinyin.lazy_pinyin(rest)]
    tails = list(product(*(GIVEN.get(sign, (sound,)) for sign, sound in zip(rest, usual, strict=False))))
    heads = [tuple(reading.split()) for reading in READINGS.get(head, ())]
    common = tuple(_plain(part) for part in pypinyin.lazy_pinyin(head))
    heads += [common] if common not in heads else []
    return [front + tail for tail in tails for front in heads][:_LIMIT]


def _plain(sound: str) -> str:
    """Letters and digits only; ü is typed v."""
    return re.sub(r"[^a-z0-9]", "", sound.replace("ü", "v"))
