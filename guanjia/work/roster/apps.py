from django.apps import AppConfig


class Roster(AppConfig):
    name = "guanjia.work.roster"

    def ready(self) -> None:
        from guanjia.directory.team.duty import answered_by
        from guanjia.work.roster.queries import staff_on_duty

        answered_by(staff_on_duty)
