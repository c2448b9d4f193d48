"""Looks at an uploaded file before anything reads it: what it really is, and whether it is safe to unpack."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from guanjia.kernel.errors import Refused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_VBA = "_VBA_PROJECT".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FULL_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?(?<!/)>')
_REPEATED = re.compile(rb'number-(?:columns|rows)-repeated="(\d+)"[^>]*?office:value')
_CHUNK = 1 << 20
TEXTUAL = frozenset({".csv", ".tsv", ".txt"})


@dataclass(frozen=True)
class Limits:
    """How much is too much: bytes of the file, bytes unpacked, unpacked ÷ packed, rows, columns, cells of one sheet."""

    bytes: int = 30 * 1024 * 1024
    unpacked: int = 400 * 1024 * 1024
    ratio: int = 150
    rows: int = 200_000
    columns: int = 500
    cells: int = 8_000_000


class BadFile(Refused):
    """The file cannot be taken. `code` says why, for programs: file_type, file_html, file_damaged, …"""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text, field="file", code=code)


def refuse_size(size: int, limits: Limits) -> None:
    """Raises BadFile for an empty or oversized file; looks at nothing but its size."""
    if size == 0:
        raise BadFile("file_empty", _("这个文件是空的（0 字节）。请确认导出时没有出错，再上传一次。"))
    if size > limits.bytes:
        raise BadFile(
            "file_size",
            _(
                "文件有 %(size)d MB，超过 %(limit)d MB 的上限。请按楼栋拆成几个文件，或去掉里面的图片后再上传。"
            )
            % {"size": size // 1024 // 1024, "limit": limits.bytes // 1024 // 1024},
        )


def kind_of(path: Path, name: str, limits: Limits) -> str:
    """`workbook` or `text`. Raises BadFile when the content is something else, locked, damaged or dangerous."""
    refuse_size(path.stat().st_size, limits)
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK"):
        _look_into_zip(path, name, limits)
        return "workbook"
    if head.startswith(_OLE):
        _look_into_ole(path, name)
        return "workbook"
    _refuse_web_page(head)
    if Path(name).suffix.lower() not in TEXTUAL or _binary(head):
        raise _wrong_type(name)
    return "text"


def _refuse_web_page(head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(
        (b"<html", b"<!doctype", b"<table", b"<head", b"<meta", b"<?xml", b"<div", b"mime-version")
    ):
        raise BadFile(
            "file_html",
            _("这个文件其实是网页，不是 Excel 表格。请用 Excel 打开它，“另存为”xlsx 格式后再上传。"),
        )


def _binary(head: bytes) -> bool:
    return b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _wrong_type(name: str) -> BadFile:
    if Path(name).suffix.lower() in {".xlsx", ".xls", ".ods", *TEXTUAL}:
        return BadFile(
            "file_type",
            _(
                "“%(name)s”的内容与扩展名不符，不是表格文件。请在 Excel 里打开原来的表，“另存为”xlsx 后再上传。"
            )
            % {"name": name},
        )
    return BadFile(
        "file_type",
        _("“%(name)s”不是能导入的表格。可以导入 xlsx、xls、ods 和 csv 文件；其他格式请先另存为 xlsx。")
        % {"name": name},
    )


def _damaged() -> BadFile:
    return BadFile("file_damaged", _("文件不完整或已损坏，打不开。请重新导出或重新下载后再上传。"))


def _macro() -> BadFile:
    return BadFile(
        "file_macro", _("文件里带有宏，为安全起见不能导入。请在 Excel 里“另存为”不带宏的 xlsx 后再上传。")
    )


def locked() -> BadFile:
    return BadFile("file_password", _("文件设了密码。请在 Excel 里打开，取消密码保护并保存后再上传。"))


def bomb() -> BadFile:
    return BadFile("file_bomb", _("文件解开后大得不正常，可能是恶意文件，没有打开它。请重新从原系统导出。"))


def too_many(limits: Limits) -> BadFile:
    return BadFile(
        "file_rows",
        _("表格太大：一张表最多 %(rows)d 行、%(columns)d 列。请删除多余的空行空列，或拆成几个文件。")
        % {"rows": limits.rows, "columns": limits.columns},
    )


def _look_into_ole(path: Path, name: str) -> None:
    content = path.read_bytes()
    if _ENCRYPTED in content:
        raise locked()
    if _VBA in content:
        raise _macro()
    if Path(name).suffix.lower() in {".doc", ".ppt", ".msg", ".wps"}:
        raise _wrong_type(name)


def _look_into_zip(path: Path, name: str, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            _refuse_contents(parts, names, name, limits)
            unpacked = 0
            for part in parts:
                unpacked += _measure(archive, part, limits, limits.unpacked - unpacked)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise _damaged() from None


def _refuse_contents(parts: list[zipfile.ZipInfo], names: set[str], name: str, limits: Limits) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise locked()
    if any(part.rsplit("/", 1)[-1].lower() == "vbaproject.bin" for part in names) or name.lower().endswith(
        ".xlsm"
    ):
        raise _macro()
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        raise _wrong_type(name)
    declared = sum(part.file_size for part in parts)
    if declared > limits.unpacked or len(parts) > 10_000:
        raise bomb()


def _measure(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits, allowed: int) -> int:
    """The real size of a part. A part that is longer than it declares fails its checksum and counts as damaged."""
    widest = deepest = size = 0
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > allowed or (size > 16 * _CHUNK and size > limits.ratio * max(part.compress_size, 1)):
                raise bomb()
            if part.filename.endswith(".xml"):
                block = tail + chunk
                for found in _FULL_CELL.finditer(block):
                    widest, deepest = max(widest, _column(found[1])), max(deepest, int(found[2]))
                if any(int(found[1]) > limits.columns for found in _REPEATED.finditer(block)):
                    raise too_many(limits)
                tail = block[-200:]
    if widest * deepest > limits.cells or widest > limits.columns * 4:
        raise too_many(limits)
    return size


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
