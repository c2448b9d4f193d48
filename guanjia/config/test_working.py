"""A job belongs to the transaction that asks for it, in a worker too."""

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from guanjia.config.working import WorkerConnector


@pytest.mark.django_db(transaction=True)
def test_a_job_asked_for_in_a_worker_is_not_there_before_the_commit():
    with app.replace_connector(WorkerConnector(app.connector)) as working, working.open():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            working.configure_task("mail.send_notices").defer(staff_id=1, company_id=1)
            assert ProcrastinateJob.objects.count() == 1
            _ = 1 / 0
        assert not ProcrastinateJob.objects.exists()
