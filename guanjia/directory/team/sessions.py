"""Sessions in the database that know whose they are, so that they can be listed and revoked."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        from guanjia.directory.team.models import StaffSession

        return StaffSession

    def create_model_instance(self, data):
        session = super().create_model_instance(data)
        session.staff_id = data.get("_auth_user_id")
        session.address = data.get("address")
        session.browser = data.get("browser", "")
        return session
