"""The sheet of a key count."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import count, date, long, number, text, yes_no

SHEET = Paper(
    "WY-KF-YS-03",
    "钥匙盘点表",
    [
        date("counted_on", "盘点日期"),
        number("tags_expected", "应在柜（牌）", required=False),
        number("tags_out", "借出未还（牌）", required=False),
        count("tags_counted", "实点（牌）", help="按钥匙牌清点，一牌算一，不论挂几把"),
        long("tags_missing", "应在柜而没有找到的牌号", required=False, help="每行一个牌号"),
        long(
            "tags_surplus",
            "多出来的牌号",
            required=False,
            help="台账里没有，或登记为借出却挂在柜里的，每行一个",
        ),
        text("counted_with", "监盘人"),
        long("differences_settled", "差异的查明和处理", required=False),
        yes_no("locks_safe", "丢失钥匙的锁已更换或不必更换", required=False),
    ],
    signers=("盘点人", "监盘人", "主管"),
)
COUNT = SHEET.part("counted_on", "tags_counted", "tags_missing", "tags_surplus", "counted_with")
SETTLED = (
    long("differences_settled", "差异的查明和处理", help="找到的、丢失的、登记有误的，逐牌写明"),
    yes_no("locks_safe", "丢失钥匙的锁已更换或不必更换"),
)
