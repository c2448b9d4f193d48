"""How a case is found: its number, the words of the matter, the caller's phone."""

from guanjia.engine.search.index import CASE, Entry, index
from guanjia.engine.search.terms import phone_terms, suffixes, text_terms
from guanjia.work.cases.models import Case


def entry_of(case: Case, where: str) -> Entry:
    digits = "".join(filter(str.isdigit, case.caller_phone))
    terms = text_terms(f"{case.title} {case.words} {case.place}")
    terms |= suffixes("".join(filter(str.isalnum, case.number)).lower(), 4)
    if digits:
        terms |= phone_terms(digits)
    return Entry(
        CASE,
        case.pk,
        case.company_id,
        title=f"{case.number} {case.title}",
        subtitle=where,
        terms=terms,
        estate_ids=(case.estate_id,),
    )


def index_case(case: Case) -> None:
    index(entry_of(case, case.where))
