"""What the phone's own scripts say."""

from django.utils.translation import gettext as _


def for_scripts() -> dict[str, str]:
    return {
        "waiting": _("等待发送"),
        "waiting_many": _("项等待发送，恢复网络后自动发出"),
        "sending": _("正在发送"),
        "sent": _("已发送"),
        "refused": _("没有办成"),
        "read": _("知道了"),
        "signed_out": _("登录已过期，请重新登录。没发出的操作都还在。"),
        "sign_in": _("重新登录"),
        "not_found": _("这张单已不在您的项目内"),
        "not_accepted": _("服务器没有接受这一步，请联系主管"),
        "no_network": _("现在没有网络，暂时看不到号码"),
        "photo_failed": _("这张照片读不出来，请重拍一张"),
        "sign_first": _("请客户在框内签名"),
        "needs_line": _("请至少写一行"),
        "not_stored": _("手机存储空间不足，这一步没有保存。请清理后再试"),
        "kept": _("已存在手机里，有网络就自动报上去"),
        "gone": _("已提交，等待发送"),
    }
