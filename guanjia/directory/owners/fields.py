"""What the columns of an owners' workbook may hold, and the headings they are known by."""

from dataclasses import replace

from guanjia.directory.owners.headings import ENGLISH
from guanjia.directory.owners.people_fields import NAME, PEOPLE, TENANT_NAME
from guanjia.directory.owners.place_fields import ADDRESS, PLACE

__all__ = ["ADDRESS", "FIELDS", "IGNORED", "NAME", "NEEDS", "TENANT_NAME"]

FIELDS = tuple(
    replace(field, synonyms=field.synonyms + tuple(ENGLISH[field.code].split(",")))
    if field.code in ENGLISH
    else field
    for field in (*PLACE, *PEOPLE)
)

NEEDS = (frozenset(["number"]), frozenset(["address"]), frozenset(["owner_ref", "name"]))
IGNORED = (
    "户型",
    "序号",
    "总层",
    "电梯",
    "产权证",
    "费用",
    "单价",
    "金额",
    "租金",
    "缴",
    "年龄",
    "户口",
)
