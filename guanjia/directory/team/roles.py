"""The one page that says which role may do what."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    code: str
    label: object
    permissions: frozenset[str]


AGENT, DESK, TECHNICIAN, BUTLER = "agent", "desk", "technician", "butler"
SUPERVISOR, MANAGER, HEADQUARTERS = "supervisor", "manager", "headquarters"
ADMINISTRATOR, GUARD, OWNER = "administrator", "guard", "owner"
CASHIER, ACCOUNTANT = "cashier", "accountant"

# `duty.ask`: everybody who works here may ask for his own leave, or a colleague to swap shifts.
_READ = {"directory.view", "cases.view", "search.use", "duty.ask"}
_SERVE = _READ | {
    "cases.register",
    "cases.handle",
    "cases.message",
    "customers.edit",
    "dispatch.assign",
    "followups.do",
    "phones.reveal",
    "knowledge.use",
    "money.view",
    "registers.view",
    "registers.edit",
    "duty.log",
    "counter.serve",
}
_FIELD = {
    "cases.view",
    "orders.work",
    "cases.message",
    "cases.register",
    "meters.read",
    "duty.log",
    "duty.ask",
}
_LEAD = _SERVE | {
    "cases.supervise",
    "cases.link",
    "dispatch.reassign",
    "incidents.publish",
    "overview.view",
    "export.lists",
    "followups.assign",
    "roster.edit",
    "knowledge.edit",
    "import.view",
}
_CASHIER = _READ | {
    "money.view",
    "cash.take",
    "cash.shift",
    "collection.work",
    "cases.message",
    "phones.reveal",
    "duty.log",
}
_ACCOUNTANT = _READ | {
    "cases.message",
    "money.view",
    "books.view",
    "books.close",
    "billing.run",
    "billing.correct",
    "tariffs.edit",
    "meters.read",
    "meters.edit",
    "money.reconcile",
    "collection.plan",
    "export.lists",
    "import.view",
    "import.run",
}
_MONEY_LEAD = {"meters.read", "money.view", "collection.work", "collection.plan", "cash.supervise"}
_MONEY_MANAGE = _MONEY_LEAD | {
    "meters.edit",
    "money.approve",
    "money.reconcile",
    "books.view",
    "books.close",
    "tariffs.edit",
    "billing.run",
}
_MANAGE = _LEAD | {"reveals.view", "parameters.edit", "directory.edit", "import.run", "team.view", "approve"}
_ADMIN = _READ | {
    "overview.view",
    "parameters.edit",
    "directory.edit",
    "customers.edit",
    "import.view",
    "import.run",
    "team.view",
    "team.edit",
    "tokens.edit",
    "reveals.view",
    "system.check",
    "export.lists",
    "roster.edit",
    "calendars.edit",
}

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(AGENT, _("座席"), frozenset(_SERVE)),
        Role(DESK, _("前台"), frozenset(_SERVE)),
        Role(TECHNICIAN, _("工程师傅"), frozenset(_FIELD)),
        Role(
            BUTLER,
            _("管家"),
            frozenset(_SERVE - {"dispatch.assign"} | {"meters.read", "money.view", "collection.work"}),
        ),
        Role(CASHIER, _("收银"), frozenset(_CASHIER)),
        Role(ACCOUNTANT, _("会计"), frozenset(_ACCOUNTANT)),
        Role(SUPERVISOR, _("客服主管"), frozenset(_LEAD | _MONEY_LEAD)),
        Role(MANAGER, _("项目经理"), frozenset(_MANAGE | _MONEY_MANAGE)),
        Role(HEADQUARTERS, _("总部品质部"), frozenset((_MANAGE | _MONEY_MANAGE) - {"cases.register"})),
        Role(ADMINISTRATOR, _("系统管理员"), frozenset(_ADMIN)),
        Role(
            GUARD,
            _("门岗"),
            frozenset({"gate.scan", "cases.register", "cases.message", "duty.log", "duty.ask"}),
        ),
        Role(OWNER, _("业主"), frozenset()),
    )
}


def permissions_of(roles: list[str]) -> frozenset[str]:
    """All permissions of these roles, and `role.CODE` for each, by which procedures name posts."""
    held = frozenset(f"role.{code}" for code in roles)
    return held.union(*(ROLES[code].permissions for code in roles if code in ROLES))
