"""Words that stay: in the books, on receipts and bills, as the title of a matter."""

from django.conf import settings
from django.utils import translation


def written(words: str) -> str:
    """In the language of the house, whoever acts: what an English cashier takes is read by everybody after him."""
    with translation.override(settings.LANGUAGE_CODE):
        return translation.gettext(words)
