"""Columns of the voucher files, which differ with the version of the accountant's program."""

from django.utils.translation import gettext_lazy as _

from guanjia.engine.sop import Parameter
from guanjia.work.books.rules import LAYOUTS

LABEL = _("账簿")
HELP = _(
    "每行一列，写成“列名=字段”；固定文字加引号，如 凭证字='记'；等号后留空就是空列。"
    "字段：date 日期、year 年、period 月、number 凭证号、line 行号、text 摘要、code 科目代码、name 科目名称、"
    "debit 借方、credit 贷方、maker 制单人、estate 项目"
)
PARAMETERS = (
    Parameter(_("金蝶凭证的列"), "lines", LAYOUTS["kingdee"].columns, key="books.kingdee_columns", help=HELP),
    Parameter(_("用友凭证的列"), "lines", LAYOUTS["yonyou"].columns, key="books.yonyou_columns", help=HELP),
    Parameter(_("通用凭证的列"), "lines", LAYOUTS["plain"].columns, key="books.plain_columns", help=HELP),
)
