"""By what words a customer is found."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from guanjia.directory.people.models import Customer, Occupancy, Phone
from guanjia.engine.search.index import CUSTOMER, Entry, forget, index_many
from guanjia.engine.search.terms import name_terms, phone_terms, tag_terms
from guanjia.kernel import names

_BATCH = 2000


def index_customers(ids: Iterable[int]) -> None:
    """Write the search entries of these customers from what the tables say now; retired ones are taken out."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        customers = list(Customer.objects.filter(pk__in=batch, retired_at=None))
        prefetch_related_objects(customers, "phones", "occupancies__unit__building")
        index_many(
            entry_of(customer, _active(customer.phones.all()), _active(customer.occupancies.all()))
            for customer in customers
        )
        forget_customers(set(batch) - {customer.pk for customer in customers})


def forget_customers(ids: Iterable[int]) -> None:
    forget(CUSTOMER, ids)


def entry_of(customer: Customer, phones: Iterable[Phone], homes: Iterable[Occupancy]) -> Entry:
    """The search entry of a customer with these active phones and homes (whose units and buildings are loaded)."""
    return Entry(
        kind=CUSTOMER,
        object_id=customer.pk,
        company_id=customer.company_id,
        title=customer.name,
        subtitle=subtitle_of(homes),
        terms=terms_of(customer, phones),
        estate_ids=tuple(customer.estate_ids),
    )


def terms_of(customer: Customer, phones: Iterable[Phone]) -> set[str]:
    """Name, every likely reading of it with initials, parts of the phones, tags (licence plates among them)."""
    terms = name_terms(customer.name) | {*names.spellings(customer.name), *names.initials(customer.name)}
    for phone in phones:
        terms |= phone_terms(phone.digits)
    return terms.union(*map(tag_terms, customer.tags))


def subtitle_of(homes: Iterable[Occupancy]) -> str:
    """`3栋2单元1501 业主、1栋101 租户`."""
    said = dict.fromkeys(f"{home.unit.spoken_address} {home.get_role_display()}" for home in homes)
    return "、".join(said)[:240]


def _active[R: (Phone, Occupancy)](rows: Iterable[R]) -> list[R]:
    return [row for row in rows if row.retired_at is None]
