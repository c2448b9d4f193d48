"""The address of a customer's link: the row's random code under our signature, readable without the database."""

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from guanjia.kernel.errors import Refused
from guanjia.work.followups.models import LinkToken

_signer = signing.Signer(salt="followup link", sep=".")


class BadLink(Refused):
    """Forged, mistyped or from another installation."""


def token_of(link: LinkToken) -> str:
    """The last part of the address `/q/…`."""
    return _signer.sign(f"{link.company_id}-{link.code}")


def address_of(link: LinkToken) -> str:
    """The whole address, to be shown, copied, mailed or scanned."""
    return f"{settings.SITE_URL}/q/{token_of(link)}"


def parts_of(token: str) -> tuple[int, str]:
    """(company, code) of a token that we signed. Raises BadLink."""
    try:
        company, _dash, code = _signer.unsign(token).partition("-")
        return int(company), code
    except (signing.BadSignature, ValueError) as forged:
        raise BadLink(_("这个链接无效，请检查是否完整复制；仍打不开请致电服务中心")) from forged
