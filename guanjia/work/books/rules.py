"""Vouchers (凭证) in the layouts of the accountants' programs.

Where the layouts come from:
- Kingdee (金蝶, KIS and 精斗云): the import sheet 日期, 凭证字, 凭证号, 附件数, 分录序号, 摘要, 科目代码, 科目名称,
  借方金额, 贷方金额, as listed in github.com/promise96319/ReportingSystem (src/constant/importedDataKey.js) and in
  seridoat.com, "金蝶KIS标准版引入凭证功能详解与实操指南" (with 币别, 汇率, 制单人).
- UFIDA/Yonyou (用友 U8, 总账工具 › 凭证引入): a text whose first line is `填制凭证,V800`, then one line for each leg:
  制单日期, 凭证类别字, 凭证号, 附单据数, 摘要 (60), 科目编码 (15), 借方, 贷方 (one of them zero), 数量, 外币,
  汇率, 制单人; 100ksw.com/jsj/yynl/3/228066.shtml, "用友U8凭证导入工具的使用方法". Legs of a voucher stand together; no
  blank lines.
Programs differ from version to version, therefore the columns are parameters of the company.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ENTRY, DAY = "entry", "day"
GROUPINGS = {DAY: "每天每类一张", ENTRY: "每笔分录一张"}


@dataclass(frozen=True)
class Leg:
    """One line of a voucher, in yuan: one of the two amounts is zero. `key` tells vouchers apart."""

    key: str
    on: date
    text: str
    code: str
    name: str
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True)
class Placed:
    """A leg with its place: the voucher's number, the line in it, and who made it where."""

    leg: Leg
    number: int
    line: int
    maker: str
    estate: str


Cell = str | int | date | Decimal
FIELDS: dict[str, Callable[[Placed], Cell]] = {
    "date": lambda one: one.leg.on,
    "year": lambda one: one.leg.on.year,
    "period": lambda one: one.leg.on.month,
    "number": lambda one: one.number,
    "line": lambda one: one.line,
    "text": lambda one: one.leg.text,
    "code": lambda one: one.leg.code,
    "name": lambda one: one.leg.name,
    "debit": lambda one: one.leg.debit,
    "credit": lambda one: one.leg.credit,
    "maker": lambda one: one.maker,
    "estate": lambda one: one.estate,
}


@dataclass(frozen=True)
class Layout:
    """A file as a program wants it: `columns` as `title=field`, `title='words'` or `title=` (left empty)."""

    label: str
    columns: tuple[str, ...]
    preamble: str = ""
    titles: bool = True
    encoding: str = "utf-8-sig"
    suffix: str = "csv"
    blank_zero: bool = True
    longest_text: int = 200


LAYOUTS: dict[str, Layout] = {
    "kingdee": Layout(
        "金蝶",
        (
            "日期=date", "凭证字='记'", "凭证号=number", "附件数='0'", "分录序号=line", "摘要=text",
            "科目代码=code", "科目名称=name", "借方金额=debit", "贷方金额=credit", "币别='RMB'", "汇率='1'",
            "制单人=maker",
        ),
    ),
    "yonyou": Layout(
        "用友",
        (
            "制单日期=date", "凭证类别字='记'", "凭证号=number", "附单据数='0'", "摘要=text", "科目编码=code",
            "借方金额=debit", "贷方金额=credit", "数量='0'", "外币='0'", "汇率='0'", "制单人=maker",
        ),
        preamble="填制凭证,V800",
        titles=False,
        encoding="gb18030",
        suffix="txt",
        blank_zero=False,
        longest_text=60,
    ),
    "plain": Layout(
        "通用",
        (
            "项目=estate", "日期=date", "凭证号=number", "行号=line", "摘要=text", "科目代码=code", "科目名称=name",
            "借方=debit", "贷方=credit",
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    title: str
    field: str
    words: str


def columns(lines: Iterable[str]) -> list[Column]:
    """The columns as somebody wrote them. Raises ValueError with the first line that cannot be read."""
    found = []
    for line in lines:
        title, equals, source = (part.strip() for part in line.partition("="))
        quoted = len(source) > 1 and source[0] == source[-1] == "'"
        if not title or not equals or not (quoted or source == "" or source in FIELDS):
            raise ValueError(line)
        found.append(Column(title, "" if quoted else source, source[1:-1] if quoted else ""))
    return found


def numbered(legs: Iterable[Leg], *, first: int, maker: str, estate: str) -> Iterator[Placed]:
    """Give each voucher the next number; legs of one key stand together."""
    number, line, key = first - 1, 0, None
    for leg in legs:
        if leg.key != key:
            number, line, key = number + 1, 0, leg.key
        line += 1
        yield Placed(leg, number, line, maker, estate)


def row(one: Placed, layout: Layout, wanted: list[Column]) -> list[Cell]:
    """The cells of one line of the file."""
    cells: list[Cell] = []
    for column in wanted:
        value: Cell = FIELDS[column.field](one) if column.field else column.words
        if column.field == "text":
            value = str(value)[: layout.longest_text]
        if layout.blank_zero and column.field in ("debit", "credit") and not value:
            value = ""
        cells.append(value)
    return cells
