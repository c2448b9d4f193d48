"""The paper of a meeting with residents."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import count, date, long, moment, photos, several, text

PLACES = {"board": "公告栏", "hall": "单元大堂", "group": "业主群", "door": "上门通知"}
RECORD = Paper(
    "WY-KF-ZF-03",
    "住户沟通会议程和记录",
    [
        text("topic", "会议主题"),
        moment("meeting_at", "会议时间"),
        text("meeting_place", "会议地点"),
        long("agenda", "议程", help="走访中住户提到的意见已列在事项里，请排进议程"),
        date("told_on", "通知日期"),
        several("told_where", "通知方式", PLACES),
        count("came", "到会户数"),
        long("said", "住户意见"),
        long("answered", "现场答复和后续安排"),
        photos("meeting_photos", "会议照片"),
        date("published_on", "公布日期"),
        several("published_where", "公布方式", PLACES),
    ],
    signers=("主持人", "记录人"),
)
