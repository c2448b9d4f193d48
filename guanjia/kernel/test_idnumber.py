from datetime import date

import pytest

from guanjia.kernel import idnumber


def test_a_right_number_tells_birthday_and_gender():
    found = idnumber.read(" 99000119500506036x ")
    assert (found.number, found.birthday, found.gender) == ("99000119500506036X", date(1950, 5, 6), "f")


@pytest.mark.parametrize(
    ("cell", "trouble"),
    [
        ("3301**********1234", "id_masked"),
        ("990001195005060361", "id_check_digit"),
        ("9900011950050603", "id_length"),
        (632126190001010000.0, "id_precision"),
        ("办理中", "id_pending"),
    ],
)
def test_what_cannot_be_kept(cell, trouble):
    found = idnumber.read(cell)
    assert (found.number, found.trouble) == ("", trouble)


def test_credit_codes():
    first = "91330106MA2AXXXX7"
    assert idnumber.is_credit_code(first + idnumber.company_check_sign(first))
    assert not idnumber.is_credit_code(first + "?")


def test_masked():
    assert idnumber.mask("99000119500506036X") == "9900**********036X"
    assert idnumber.mask("E1234567") == "******67"
