"""Input that nothing of ours can hold, and a disk that is full, told from faults of ours."""

import errno
import re

from django.db import DataError
from django.utils.translation import gettext as _

# What PostgreSQL says of values: too long, out of range, no such moment, not of the type, no text. (A division by zero
# is of the same class, and ours.)
OF_VALUES = {"22001", "22003", "22007", "22008", "22021", "22P02", "22P05"}
BEYOND = re.compile(r"Exceeds the limit|year -?\d+ is out of range")


def is_unreadable(fault: BaseException) -> bool:
    """A sign that no text may hold, or a number or date beyond all measure."""
    if isinstance(fault, DataError):
        return (getattr(fault.__cause__, "sqlstate", None) or "22021") in OF_VALUES
    said = (str(fault), str(fault.__cause__))
    too_long = isinstance(fault, ValueError) and any(BEYOND.match(one) for one in said)
    return too_long or isinstance(fault, OverflowError)


def is_disk_full(fault: BaseException) -> bool:
    return isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT)


def disk_full() -> str:
    return _("服务器的磁盘满了，这次没有存下，什么都没有改动。请告诉系统管理员，腾出空间后再试。")


def file_lost() -> str:
    return _("这个文件不在服务器上了。请告诉系统管理员，从备份里找回。")


def unreadable() -> str:
    return _("填写的内容里有系统不能保存的字符，或者超出范围的数字、日期。请检查后再试。")
