import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.kernel import phone
from guanjia.kernel.phone import Phone

ONE = {
    13800138000.0: "13800138000",
    "１９９０３２２７５０１": "19903227501",
    "199 0938 3903": "19909383903",
    "+86 19900569618": "19900569618",
    "008613800138000": "13800138000",
    "138-0013-8000": "13800138000",
    "0571-82672789": "0571-82672789",
    "057182672789": "0571-82672789",
    "(0571)88001234": "0571-88001234",
    "0571-88107735转9599": "0571-88107735-9599",
    "0571-8800 1234 转 12": "0571-88001234-12",
    "010-66668888": "010-66668888",
    "88001234": "88001234",
    "400-800-1234": "4008001234",
    "95588": "95588",
    "+852 9123 4567": "+85291234567",
}
MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LANDLINE = st.from_regex(r"(010|02[0-9]|0[3-9][0-9][0-9])-[2-9][0-9]{7}(-[0-9]{1,5})?", fullmatch=True)
LABEL = st.sampled_from(["", "女主人", "儿子", "张先生", "办公室"])


@pytest.mark.parametrize(("cell", "number"), ONE.items(), ids=map(str, ONE.values()))
def test_one_number_in_any_spelling(cell, number):
    found = phone.read(cell)
    assert [p.number for p in found.phones] == [number]
    assert not found.troubles


@pytest.mark.parametrize("cell", ["", None, "无", " 无 ", "/", "—", "不详"])
def test_words_for_nothing_are_no_trouble(cell):
    assert phone.read(cell) == phone.PhoneCell()


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1990151080", "phone_length"),
        ("199001234567", "phone_length"),
        ("打不通", "phone_unreadable"),
        ("1.99E+10", "phone_scientific"),
        ("123", "phone_length"),
        ("777", "phone_unreadable"),
    ],
)
def test_what_is_no_number_is_named(cell, code):
    found = phone.read(cell)
    assert not found.phones
    assert [t.code for t in found.troubles] == [code]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("19904412625/19905626321", [("19904412625", ""), ("19905626321", "")]),
        ("19901676538（儿子）19903050993（儿媳）", [("19901676538", "儿子"), ("19903050993", "儿媳")]),
        ("父亲 13800138000 母亲 13900139000", [("13800138000", "父亲"), ("13900139000", "母亲")]),
        ("手机：138-0013-8000；座机：0571-88001234", [("13800138000", "手机"), ("0571-88001234", "座机")]),
        ("13800138000、13900139000 （李先生）", [("13800138000", ""), ("13900139000", "李先生")]),
        ("13800138000 13900139000", [("13800138000", ""), ("13900139000", "")]),
        ("13800138000/13800138000", [("13800138000", "")]),
    ],
)
def test_several_numbers_keep_their_remarks(cell, expected):
    assert [(p.number, p.label) for p in phone.read(cell).phones] == expected


def test_a_good_and_a_bad_number_in_one_cell():
    found = phone.read("13800138000/1990151080")
    assert [p.number for p in found.phones] == ["13800138000"]
    assert [t.text for t in found.troubles] == ["1990151080"]


def test_a_caller_is_matched_without_the_extension():
    assert phone.read("0571-88001234转801").phones == (Phone("0571-88001234-801", "057188001234"),)


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13800138000", "138****8000"),
        ("0571-88001234-801", "0571-****1234"),
        ("88001234", "****1234"),
        ("95588", "***88"),
    ],
)
def test_masked(number, masked):
    assert phone.mask(number) == masked


@given(st.lists(st.tuples(MOBILE | LANDLINE, LABEL), max_size=4, unique_by=lambda pair: pair[0]))
def test_what_is_written_is_read_again(pairs):
    phones = tuple(Phone(number, phone.read(number).phones[0].digits, label) for number, label in pairs)
    assert phone.read(phone.write(phones)).phones == phones


@given(st.text(max_size=40))
def test_no_text_breaks_it(text):
    phone.read(text)
