"""What a person's posts add up to."""

from django.apps import apps

from guanjia.directory.team.models import Appointment, Staff


def refresh_scope(staff: Staff) -> Staff:
    """Write onto the staff row which roles, estates and whether everywhere its running appointments give."""
    held = list(Appointment.objects.filter(staff=staff, ended_at=None).select_related("post"))
    branches = {each.branch_id for each in held if each.branch_id}
    estates = {each.estate_id for each in held if each.estate_id}
    if branches:
        of_branches = apps.get_model("places", "Estate").objects.filter(branch_id__in=branches)
        estates.update(of_branches.values_list("pk", flat=True))
    staff.roles = sorted({each.post.role for each in held})
    staff.estates = sorted(estates)
    staff.everywhere = any(each.estate_id is None and each.branch_id is None for each in held)
    staff.save(update_fields=["roles", "estates", "everywhere"])
    staff.__dict__.pop("permissions", None)
    staff.__dict__.pop("estate_ids", None)
    return staff


def refresh_branch(branch_id: int) -> None:
    """After an estate joined or left a branch: everybody whose post is for the whole branch."""
    for staff in Staff.objects.filter(
        appointments__branch_id=branch_id, appointments__ended_at=None
    ).distinct():
        refresh_scope(staff)
