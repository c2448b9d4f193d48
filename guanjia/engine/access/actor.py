"""The acting person, as the engine sees one."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _

from guanjia.kernel.errors import Forbidden


class _Everywhere:
    """Stands in for the set of all estates of the actor's company."""

    def __contains__(self, estate_id: object) -> bool:
        return True

    def __repr__(self) -> str:
        return "EVERYWHERE"


EVERYWHERE = _Everywhere()


class Actor(Protocol):
    """Staff, or the system itself."""

    @property
    def pk(self) -> Any: ...

    @property
    def name(self) -> Any: ...

    @property
    def company_id(self) -> Any: ...

    @property
    def estate_ids(self) -> frozenset[int] | _Everywhere:
        """The estates whose rows this actor may see."""
        ...

    @property
    def permissions(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class SystemActor:
    """The program acting by itself for one company (timers, jobs, public links). May do everything there."""

    company_id: int | None
    name: str = "系统"
    pk: None = None
    estate_ids: Any = EVERYWHERE
    permissions: frozenset[str] = field(default_factory=frozenset)


def system(company_id: int | None) -> SystemActor:
    return SystemActor(company_id)


def spoken(actor_name: str) -> str:
    """The name kept beside what was done, for the person who reads it: the program is named in his language."""
    return _("系统") if actor_name == SystemActor.name else actor_name


def may(actor: Actor, permission: str) -> bool:
    return isinstance(actor, SystemActor) or permission in actor.permissions


def require(actor: Actor, permission: str) -> None:
    """Raises Forbidden unless the actor's posts carry the permission."""
    if not may(actor, permission):
        raise Forbidden(_("您的岗位没有这项权限，需要时请找主管办理"))
