"""The company of the benchmark: who signs in, and the token programs use. Run with DATABASE_URL on a fresh database.

python -m bench.prepare    prints {"logins": […], "password": …, "token": …}
"""

import json
import os
import sys

PASSWORD = "bench-bench-bench"
CLIENTS = 16


def main() -> None:
    from guanjia.config.migrating import migrate
    from guanjia.engine.access import system
    from guanjia.engine.access.rowscope import acting_as

    migrate()
    with acting_as(system(None)):
        sys.stdout.write(json.dumps(_hire()) + "\n")


def _hire() -> dict[str, object]:
    from guanjia.directory.places.models import Company
    from guanjia.directory.team import roles
    from guanjia.directory.team.models import Appointment, Department, Post, Staff
    from guanjia.engine.access import system
    from guanjia.engine.api.actions import create_token
    from guanjia.kernel.time import now

    company = Company.objects.create(name="量测物业服务有限公司", short_name="量测物业")
    Department.objects.create(company=company, code="engineering", name="工程部")
    post = Post.objects.create(company=company, name="客服", role=roles.SUPERVISOR)
    people = []
    for number in range(CLIENTS):
        person = Staff(
            company=company, login=f"bench{number}", name=f"客服{number}", roles=[roles.SUPERVISOR, roles.AGENT],
            everywhere=number % 2 == 0, estates=[] if number % 2 == 0 else list(range(1001, 1021)),
        )  # fmt: skip
        person.set_password(PASSWORD)
        person.save()
        Appointment.objects.create(company=company, staff=person, post=post)
        people.append(person)
    _, token = create_token(
        actor=system(company.pk),
        now=now(),
        staff=people[0],
        name="bench",
        scopes=["cases:read", "cases:write"],
    )
    return {"logins": [person.login for person in people], "password": PASSWORD, "token": token}


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
    django.setup()
    main()
