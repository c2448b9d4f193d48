"""Every paper of the manual prints as the office form, and has its register book on paper and as a file."""

import io

from django.urls import reverse
from python_calamine import CalamineWorkbook

from guanjia.engine.access import system
from guanjia.engine.sop.discovery import everything
from guanjia.work.cases.models import Case


def test_every_paper_prints_and_has_its_book(client, acting, cast, now):
    with acting(system(cast.company.pk)):
        cases = [
            Case.objects.create(
                company=cast.company, estate=cast.estate, unit=cast.unit, procedure=one.code, procedure_key=one.key,
                number=f"{one.prefix}261118-{at:04}", title=one.label, opened_at=now, first_owner=cast.desk,
            )
            for at, one in enumerate(everything())
        ]  # fmt: skip
    client.force_login(cast.supervisor)
    papers = [(case, paper) for case, one in zip(cases, everything(), strict=True) for paper in one.papers]
    assert len({paper.number for _case, paper in papers}) > 60
    for case, paper in papers:
        sheet = client.get(reverse("cases:paper", args=[case.pk, paper.number])).text
        assert paper.number in sheet and paper.title in sheet and "<svg" in sheet, paper.number
        book = reverse("cases:book", args=[case.procedure, paper.number])
        assert paper.number in client.get(book).text
        file = b"".join(client.get(book, {"format": "xlsx"}).streaming_content)
        heading = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()[0]
        assert heading[0] in {"编号", *(one.label for one in paper.fields)}, paper.number
