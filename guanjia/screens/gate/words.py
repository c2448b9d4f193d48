"""What the gate's own script says, with the words of the phone's queue."""

from django.utils.translation import gettext as _

from guanjia.screens.phone import words


def for_scripts() -> dict[str, str]:
    return {
        **words.for_scripts(),
        "good": _("有效"),
        "bad": _("无效"),
        "unlisted": _("名单里没有"),
        "unlisted_why": _("现在没有网络，名单里查不到这个号码。请打电话向前台核实，不要凭口头放行"),
        "no_list": _("这台设备还没有存过今天的名单，请恢复网络后再查"),
        "card": _("一卡通"),
        "frozen": _("已冻结或注销"),
        "used": _("刚才已放行，等待发送，不能再用"),
        "moved": _("刚才的进出已记下，等待发送"),
        "as_of": _("按 %s 的名单核对（没有网络）"),
        "listed": _("名单截至 %s"),
        "no_scanner": _("这台设备的浏览器不能扫码，请直接输入号码；也可以用扫码枪扫进输入框"),
        "no_camera": _("打不开摄像头。请在浏览器里允许使用摄像头，或直接输入号码"),
        "scanning": _("把二维码放进画面，读到后自动核验"),
        "needs_photo": _("请先拍一张出门照片"),
    }
