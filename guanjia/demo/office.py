"""What the office had laid down before: the knowledge base, the price list, the firms outside."""

from decimal import Decimal

from guanjia.demo import names
from guanjia.demo.company import World
from guanjia.directory.knowledge.actions import publish_article
from guanjia.directory.knowledge.models import Article
from guanjia.directory.team import roles
from guanjia.engine.access import system
from guanjia.work.dispatch.actions.supplies import save_contractor, save_price


def furnish(world: World) -> dict[str, Article]:
    """The articles by their titles."""
    chief = next(one for one in world.staff if roles.ADMINISTRATOR in one.roles)
    for parts in names.MATERIALS.values():
        for name, measure, price in parts:
            save_price(
                actor=chief, now=world.now, kind="material", name=name, measure=measure, price=Decimal(price)
            )
    for name, price in names.LABOUR:
        save_price(
            actor=chief, now=world.now, kind="labour", name=name, price=Decimal(price), is_free=not int(price)
        )
    for estate, firms in zip(world.estates, names.FIRMS, strict=True):
        for name, contact, phone, parts in firms:
            save_contractor(
                actor=chief, now=world.now, estate=estate, name=name, contact=contact, phone=phone, parts=parts
            )  # fmt: skip
    return {title: _publish(world, title, *rest) for title, *rest in names.ARTICLES}


def _publish(world: World, title: str, category: str, keywords: str, body: str) -> Article:
    return publish_article(
        actor=system(world.company.pk), now=world.now, title=title, body=body, category=category, keywords=keywords,
        review_on=world.today.replace(year=world.today.year + 1, day=1),
    )  # fmt: skip
