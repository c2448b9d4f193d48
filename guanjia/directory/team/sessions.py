"""Sessions in the database that know whose they are, so that they can be listed and revoked."""

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from guanjia.kernel import time


class SessionStore(DatabaseStore):
    """Django's own, with the row's further columns taken from what `signin.sign_in` put into the session."""

    staff = None

    @classmethod
    def get_model_class(cls):
        from guanjia.directory.team.models import StaffSession

        return StaffSession

    def create_model_instance(self, data):
        session = super().create_model_instance(data)
        session.staff_id = data.get("_auth_user_id")
        session.address = data.get("address")
        session.browser = data.get("browser", "")
        started = data.get("started")
        session.started_at = datetime.fromisoformat(started) if started else time.now()
        return session

    def get_expiry_date(self, **given):
        """By our clock, which tests shift."""
        return super().get_expiry_date(**{"modification": time.now(), **given})

    def _get_session_from_db(self):
        """With the person in the same statement; `middleware.SignedIn` takes it from here."""
        try:
            session = self.model.objects.select_related("staff").get(
                session_key=self.session_key, expire_date__gt=time.now()
            )
        except self.model.DoesNotExist:
            self._session_key = None
            return None
        self.staff = session.staff
        return session
