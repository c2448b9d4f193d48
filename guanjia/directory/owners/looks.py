"""What a cell looks like, which helps to guess its column."""

import re

from guanjia.kernel import cells, names, phone, room


def looks_like_room(cell: object) -> bool:
    try:
        return bool(room.parse(cell))
    except room.Unclear:
        return False


def looks_like_number(cell: object) -> bool:
    return bool(
        re.fullmatch(r"[A-Za-z]{0,3}\d{1,5}[A-Za-z]?(室|号|房)?", cells.text_of(cell))
    ) or looks_like_room(cell)


def looks_like_entrance(cell: object) -> bool:
    return bool(re.fullmatch(r"[A-Za-z]|\d{1,2}|.*单元|.*[栋幢座#门梯].*|\d+-\d{1,2}", cells.text_of(cell)))


def looks_like_phone(cell: object) -> bool:
    text = cells.text_of(cell)
    named = re.match(r"[\u4e00-\u9fff]{2,}", text) and re.search(r"\d{7}", text)
    return bool(phone.read(cell).phones) and not cells.day(cell).value and not named


def looks_like_name(cell: object) -> bool:
    text = names.NUMBER.sub("", cells.text_of(cell))
    return bool(re.search(r"[^\W\d_]{2}", text.replace(" ", ""))) and not re.search(r"\d{3}|单元|栋", text)


def looks_like_day(cell: object) -> bool:
    return cells.day(cell).value is not None


def looks_like_area(cell: object) -> bool:
    return cells.area(cell).value is not None


def looks_like_id(cell: object) -> bool:
    return bool(re.fullmatch(r"[\dXx*]{15,18}|[0-9A-Z]{18}", cells.text_of(cell)))


def looks_like_term(cell: object) -> bool:
    return cells.term(cell).value[1] is not None or "期" in names.tidy(cells.text_of(cell))
