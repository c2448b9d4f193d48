"""What scripts say to people, translated on the server."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def for_scripts() -> dict[str, str]:
    return {
        "server_error": _("服务器出错了，您填的内容还在。请稍后再试；再不行请告诉系统管理员。"),
        "offline": _("网络断开，没有发出去。您填的内容还在，网络恢复后请再点一次。"),
        "timeout": _("等了太久没有回音。请检查网络后再点一次，不会重复登记。"),
        "signed_out": _("登录已过期，您填的内容已存在本机。"),
        "sign_in_again": _("重新登录"),
        "forbidden": _("您的岗位没有这项权限。"),
        "not_found": _("找不到这条记录，可能已被删除或不在您的项目内。"),
        "too_large": _("文件太大，请压缩后再传。"),
        "draft_found": _("已恢复上次没有提交的内容。"),
        "draft_files": _("照片和文件要重新选择。"),
        "draft_drop": _("不要了"),
        "also_here": _("正在编辑："),
        "left": _("还剩 %s"),
        "late": _("超时 %s"),
        "days": pgettext("short", "天"),
        "hours": pgettext("short", "小时"),
        "minutes": pgettext("short", "分"),
        "seconds": pgettext("short", "秒"),
        "just_now": _("刚刚"),
        "minutes_ago": _("分钟前"),
        "close": _("关闭"),
        "photo_failed": _("这张照片读不出来，请换一张（支持 JPG、PNG、HEIC）。"),
        "remove": _("移除"),
        "nothing_found": _("没有找到。可换电话后四位、房号或姓名拼音再试。"),
        "unsaved": _("有内容还没保存，确定离开吗？"),
        "sending": _("正在提交"),
    }
