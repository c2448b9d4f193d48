"""Every address of the house: what it leads to, and the right that opens it.

A new address must be entered here, or the build fails. Procedures and registers need no entry: their cases, steps
and papers are reached through the doors that are here already.
"""

from dataclasses import dataclass, field
from typing import Any

ANYBODY, STAFF = "anybody", "staff"


@dataclass(frozen=True)
class Door:
    """`right` is a permission (one of several), STAFF (any post) or ANYBODY (no sign-in).

    `of` names a thing of tests/world.py.

    `methods` are those that the address answers. `company` marks things that all estates of the company share,
    `own` things of one person. `more` are further parts of the address, `query` what a GET needs.
    """

    right: str
    of: str = ""
    methods: str = "GET"
    part: str = "pk"
    company: bool = False
    own: bool = False
    more: dict[str, Any] = field(default_factory=dict)
    query: str = ""


BOTH = "GET POST"
EDIT, VIEW = "customers.edit", "cases.view"

DOORS: dict[str, Door] = {
    # The API's own pages; operations have rows of their own below.
    "api:openapi-json": Door(ANYBODY),
    "api:openapi-view": Door(ANYBODY),
    "api:api-root": Door(ANYBODY),
    # Frame
    "live:stream": Door(ANYBODY),
    "live:presence": Door(STAFF, methods="POST"),
    "notify:list": Door(STAFF),
    "notify:badge": Door(STAFF),
    "notify:read_all": Door(STAFF, methods="POST"),
    "notify:open": Door(STAFF, "notice", own=True),
    "ui:estate": Door(STAFF, methods="POST"),
    "ui:save_view": Door(STAFF, methods="POST"),
    "ui:drop_view": Door(STAFF, "view", methods="POST", own=True),
    # Signing in
    "team:login": Door(ANYBODY, methods=BOTH),
    "team:first_password": Door(ANYBODY, methods=BOTH),
    "team:logout": Door(ANYBODY, methods="POST"),
    "team:language": Door(ANYBODY, methods="POST"),
    "team:account": Door(STAFF, methods=BOTH),
    "team:password": Door(STAFF, methods=BOTH),
    "team:end_session": Door(STAFF, methods="POST", more={"public": "0" * 20}),
    # Team
    "team:staff_list": Door("team.view"),
    "team:new_staff": Door("team.edit", methods=BOTH),
    "team:staff": Door("team.view", "staff"),
    "team:edit_staff": Door("team.edit", "staff", BOTH),
    "team:appoint": Door("team.edit", "staff", "POST"),
    "team:reset_password": Door("team.edit", "staff", "POST"),
    "team:leave": Door("team.edit", "staff", "POST"),
    "team:sign_out": Door("team.edit", "staff", "POST"),
    "team:end_appointment": Door("team.edit", "appointment", "POST"),
    "team:structure": Door("team.view"),
    "team:new_department": Door("team.edit", methods=BOTH),
    "team:department": Door("team.edit", "department", BOTH),
    "team:new_post": Door("team.edit", methods=BOTH),
    "team:post": Door("team.edit", "post", BOTH, company=True),
    # Mail
    "mail:mailbox": Door(STAFF),
    "mail:log": Door("system.check"),
    # Roster
    "roster:month": Door(VIEW),
    "roster:cell": Door("roster.edit", methods="POST"),
    "roster:copy": Door("roster.edit", methods="POST"),
    "roster:kinds": Door("roster.edit", methods="POST"),
    "roster:export": Door("export.lists"),
    "roster:on_duty": Door(VIEW),
    # Follow-up
    "answer:answer": Door(ANYBODY, "link", BOTH, part="token"),
    "asking:due": Door("followups.do"),
    "asking:later": Door("followups.do"),
    "asking:missed": Door("followups.do"),
    "asking:samples": Door("followups.do"),
    "asking:households": Door("followups.do", more={"plan": "new"}),
    "asking:take": Door("followups.assign", methods="POST", more={"plan": "new"}),
    "asking:sheet": Door("followups.do", "followup"),
    "asking:attempt": Door("followups.do", "followup", "POST"),
    "asking:answer": Door("followups.do", "followup", "POST"),
    "asking:number": Door("followups.do", "followup", "POST"),
    "asking:link": Door("followups.do", "followup", "POST"),
    "asking:assignment": Door("followups.assign", "followup", "POST"),
    # Dispatch
    "board:board": Door("dispatch.assign"),
    "board:give": Door("dispatch.assign", "order", BOTH),
    "board:consent": Door("dispatch.reassign", "order", "POST"),
    "board:cancel": Door("dispatch.assign", "order", "POST"),
    "board:create": Door("dispatch.assign", "case", BOTH, part="case"),
    "board:send": Door("dispatch.assign", "outside", BOTH),
    "board:complete": Door("dispatch.assign", "outside", "POST"),
    "board:contractors": Door("parameters.edit"),
    "board:new_contractor": Door("parameters.edit", methods=BOTH),
    "board:contractor": Door("parameters.edit", "contractor", BOTH),
    "board:prices": Door("parameters.edit"),
    "board:new_price": Door("parameters.edit", methods=BOTH),
    "board:price": Door("parameters.edit", "price", BOTH),
    "board:retire": Door("parameters.edit", "price", "POST", more={"kind": "prices"}),
    # Cases
    "cases:list": Door(VIEW),
    "cases:case": Door(VIEW, "case"),
    "cases:preview": Door(VIEW, "case"),
    "cases:step": Door(VIEW, "case", BOTH, more={"code": "accept"}),
    "cases:message": Door("cases.message", "case", "POST"),
    "cases:paper": Door(VIEW, "case", more={"number": "KF-BX-01"}),
    "cases:act": Door(VIEW, "case", BOTH, more={"name": "cancellation"}),
    "cases:attachment": Door(VIEW, "attachment"),
    "cases:book": Door("overview.view", more={"procedure": "complaint", "number": "KF-TS-02"}),
    # Clocks
    "clocks:list": Door("calendars.edit"),
    "clocks:watch": Door("overview.view"),
    "clocks:new_calendar": Door("calendars.edit", methods=BOTH),
    "clocks:calendar": Door("calendars.edit", "calendar", BOTH, company=True),
    "clocks:migrate_calendar": Door("calendars.edit", "calendar", BOTH, company=True),
    "clocks:withdraw_calendar": Door("calendars.edit", "calendar", "POST", company=True),
    "clocks:new_policy": Door("calendars.edit", methods=BOTH),
    "clocks:policy": Door("calendars.edit", "policy", BOTH, company=True),
    "clocks:migrate_policy": Door("calendars.edit", "policy", BOTH, company=True),
    "clocks:withdraw_policy": Door("calendars.edit", "policy", "POST", company=True),
    # Workbench
    "desk:bench": Door(STAFF),
    "desk:home": Door(STAFF),
    "desk:search": Door("search.use", query="q=1390571"),
    "desk:mine": Door("search.use"),
    "desk:picks": Door("search.use", query="q=1390571"),
    "desk:caller": Door("search.use"),
    "desk:intake": Door("cases.register"),
    "desk:hints": Door("search.use", methods="POST"),
    "desk:articles": Door("knowledge.use"),
    "desk:register": Door("cases.register", methods="POST"),
    "desk:again": Door("cases.message", "case", "POST"),
    "desk:answer": Door("cases.register", methods="POST"),
    # Customers and units
    "desk:customers": Door("directory.view"),
    "desk:new_customer": Door(EDIT, methods=BOTH),
    "desk:customer": Door("directory.view", "customer"),
    "desk:edit_customer": Door(EDIT, "customer", BOTH),
    "desk:phones": Door(EDIT, "customer", BOTH),
    "desk:homes": Door(EDIT, "customer", BOTH),
    "desk:merge_customer": Door(EDIT, "customer", BOTH),
    "desk:unmerge_customer": Door(EDIT, "customer", "POST"),
    "desk:reveal": Door("phones.reveal", "phone", "POST"),
    "desk:retire_phone": Door(EDIT, "phone", "POST"),
    "desk:end_home": Door(EDIT, "home", BOTH),
    "desk:units": Door("directory.view"),
    "desk:unit": Door("directory.view", "unit"),
    "desk:edit_unit": Door("directory.edit", "unit", BOTH),
    "desk:incidents": Door(VIEW),
    "desk:new_incident": Door("incidents.publish", methods=BOTH),
    "desk:incident": Door(VIEW, "incident"),
    "desk:end_incident": Door("incidents.publish", "incident", "POST"),
    # Import
    "imports:list": Door("import.view"),
    "imports:new": Door("import.run", methods=BOTH),
    "imports:export": Door("export.lists", "estate", "POST", part="estate"),
    "imports:run": Door("import.view", "import"),
    "imports:columns": Door("import.run", "import", BOTH),
    "imports:progress": Door("import.view", "import"),
    "imports:duplicates": Door("import.run", "import", "POST"),
    "imports:start": Door("import.run", "import", "POST"),
    "imports:again": Door("import.run", "import", "POST"),
    "imports:cancel": Door("import.run", "import", "POST"),
    "imports:undo": Door("import.run", "import", "POST"),
    # Knowledge
    "knowledge:list": Door("knowledge.use"),
    "knowledge:new": Door("knowledge.edit", methods=BOTH),
    "knowledge:suggestions": Door("knowledge.use"),
    "knowledge:questions": Door("knowledge.use"),
    "knowledge:set_aside": Door("knowledge.edit", "question", "POST"),
    "knowledge:article": Door("knowledge.use", "article"),
    "knowledge:revise": Door("knowledge.edit", "article", BOTH),
    "knowledge:review": Door("knowledge.edit", "article", "POST"),
    "knowledge:retire": Door("knowledge.edit", "article", "POST"),
    # Numbers
    "overview:overview": Door("overview.view"),
    "overview:charts": Door("overview.view"),
    "overview:records": Door("overview.view", more={"code": "response"}),
    "overview:quality": Door("overview.view"),
    "overview:technicians": Door("overview.view"),
    "reports:report": Door("overview.view"),
    "reports:print": Door("overview.view"),
    "reports:export": Door("export.lists"),
    "overview:firings": Door("overview.view"),
    "overview:jobs": Door("system.check"),
    "wall:wall": Door("overview.view"),
    # Parameters
    "parameters:list": Door("parameters.edit"),
    "parameters:parameter": Door("parameters.edit", methods=BOTH, more={"name": "repair.quoting"}),
    # Settings, and the shape of the company
    "structure:settings": Door(STAFF),
    "structure:company": Door("directory.edit"),
    "structure:edit_company": Door("directory.edit", methods=BOTH),
    "structure:new_branch": Door("directory.edit", methods=BOTH),
    "structure:branch": Door("directory.edit", "branch", BOTH, company=True),
    "structure:new_estate": Door("directory.edit", methods=BOTH),
    "structure:plan": Door("directory.edit", methods="POST"),
    "structure:estate": Door("directory.edit", "estate"),
    "structure:edit_estate": Door("directory.edit", "estate", BOTH),
    "structure:lay_out": Door("directory.edit", "estate", BOTH),
    "structure:new_zone": Door("directory.edit", "estate", BOTH),
    "structure:building": Door("directory.edit", "building"),
    "structure:rename_building": Door("directory.edit", "building", BOTH),
    "structure:new_unit": Door("directory.edit", "building", BOTH),
    "structure:retire_unit": Door("directory.edit", "unit", "POST"),
    "structure:zone": Door("directory.edit", "zone", BOTH),
    "tokens:list": Door(STAFF),
    "tokens:new": Door("tokens.edit", methods=BOTH),
    "tokens:revoke": Door(STAFF, "token", "POST", own=True),
    "desk:reveals": Door("reveals.view"),
    "desk:reveals_of": Door("reveals.view", "customer"),
    "desk:tenants": Door("directory.view"),
    "desk:tenant_months": Door("directory.view"),
    "phone:report": Door("cases.register", methods=BOTH),
    # Phone
    "phone:home": Door(VIEW),
    "phone:pool": Door("orders.work"),
    "phone:done": Door("orders.work"),
    "phone:order": Door(VIEW, "order"),
    "phone:number": Door("orders.work", "order", "POST"),
    "phone:act": Door("orders.work dispatch.reassign", "order", "POST", more={"verb": "resume"}),
    "phone:photo": Door(VIEW, "photo"),
    "phone:zone": Door(VIEW),
    "phone:household": Door("directory.view", "unit"),
    "phone:offline": Door(ANYBODY),
    "phone:worker": Door(ANYBODY),
    "phone:manifest": Door(ANYBODY),
}

# API operations by method and path: the scope of the token, the person's right, and the thing in the address.
OPERATIONS: dict[str, tuple[str, str, str]] = {
    "POST /cases": ("cases:write", "cases.register", ""),
    "GET /cases": ("cases:read", VIEW, ""),
    "GET /cases/{pk}": ("cases:read", VIEW, "case"),
    "GET /cases/{pk}/timeline": ("cases:read", VIEW, "case"),
    "POST /cases/{pk}/messages": ("cases:write", "cases.message", "case"),
    "POST /cases/{pk}/steps/{code}": ("cases:write", VIEW, "case"),
    "GET /directory/search": ("directory:read", "directory.view", ""),
    "GET /orders": ("cases:read", VIEW, ""),
    "GET /orders/{pk}": ("cases:read", VIEW, "order"),
    "POST /orders": ("orders:write", "dispatch.assign", ""),
    "POST /orders/{pk}/assign": ("orders:write", "dispatch.assign", "order"),
    "POST /orders/{pk}/accept": ("orders:write", "orders.work", "order"),
    "POST /orders/{pk}/arrive": ("orders:write", "orders.work", "order"),
    "POST /orders/{pk}/photos": ("orders:write", "orders.work", "order"),
    "POST /orders/{pk}/complete": ("orders:write", "orders.work", "order"),
}
