"""Sign-in by login name and password."""

from django.contrib.auth.backends import ModelBackend


class StaffBackend(ModelBackend):
    """Django's own check (constant time for unknown names); permissions come from posts, not from Django's tables."""

    def user_can_authenticate(self, user) -> bool:
        """Also who left: `signin.check_password` tells them so instead of calling the right password wrong."""
        return True

    def get_user_permissions(self, user_obj, obj=None) -> set[str]:
        return set()

    def get_group_permissions(self, user_obj, obj=None) -> set[str]:
        return set()
