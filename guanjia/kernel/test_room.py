from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.kernel import room
from guanjia.kernel.room import Room, Unclear

SAME = [
    "3-2-1501",
    "3幢2单元1501室",
    "３号楼２单元１５０１",
    "3栋2单元1501",
    "三号楼二单元1501",
    "3#2-1501",
    "3#-2-1501",
    "3#2#1501",
    "03-02-1501",
    "3 栋 2 单元 1501",
    "3 2 1501",
    "3/2/1501",
    "3.2.1501",
    "3—2—1501",
    "阳光花园3栋2单元1501",
    "阳光花园3-2-1501",
    "3栋2门1501",
    "3-2-15-01",
    "3栋2单元15层1501室",
    "3-2-1501(复式)",
    "3座2单元1501号",
]
OTHER = {
    "3幢1501室": "3-1501",
    "A座1203": "A-1203",
    "1栋1单元301室": "1-1-301",
    "三十二号楼一单元101": "32-1-101",
    "B1-023": "B1-023",
    "地下车位B1-023": "B1-023",
    "负一层023号车位": "B1-023",
    "车位023": "车位-023",
    "A101": "A-101",
    "商铺12号": "商铺-12",
    "1栋底商02": "1-商铺02",
    "一期3栋2单元1501": "1期3-2-1501",
    "2-501A": "2-501A",
    "3-2-0501": "3-2-501",
}


@pytest.mark.parametrize("text", SAME)
def test_every_spelling_of_one_flat(text):
    assert room.parse(text) == Room("3", "2", "1501")


@pytest.mark.parametrize(("text", "key"), OTHER.items())
def test_other_places(text, key):
    found = room.parse(text)
    assert found.key == key
    assert room.parse(found.key).key == key
    assert room.parse(found.spoken).key == key


@pytest.mark.parametrize(
    ("text", "kind"), [("车位023", "parking"), ("B1-023", "parking"), ("商铺12号", "shop"), ("3-2-1501", "")]
)
def test_the_words_tell_the_kind(text, kind):
    assert room.parse(text).kind == kind


@pytest.mark.parametrize(
    ("text", "floor"), [("3-2-1501", 15), ("1-1-101", 1), ("B1-023", -1), ("商铺12号", None)]
)
def test_the_number_tells_the_floor(text, floor):
    assert room.parse(text).floor == floor


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "room_empty"),
        ("张三", "room_unreadable"),
        ("1501", "room_unreadable"),
        ("31501", "room_ambiguous"),
    ],
)
def test_what_names_no_room_is_said(text, code):
    with pytest.raises(Unclear) as unclear:
        room.parse(text)
    assert unclear.value.code == code


def test_the_register_decides_what_a_row_of_digits_means():
    assert room.parse("31501", {"3-1501"}) == Room("3", "", "1501")
    assert room.parse("321501", {"3-2-1501", "1-1-101"}) == Room("3", "2", "1501")


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        (("1栋", "1单元", 104.0), "1-1-104"),
        (("1#", 2.0, " 304 "), "1-2-304"),
        (("10幢", "2单元", "1002室"), "10-2-1002"),
        (("一栋", "一单元", "1-1-101"), "1-1-101"),
        ((3.0, "", "3-2-101"), "3-2-101"),
        (("A座", None, "1501"), "A-1501"),
        (("", "", "3-2-1501"), "3-2-1501"),
        (("商业街", "", "12号"), "商业街-12"),
    ],
)
def test_building_entrance_and_number_in_columns(parts, key):
    assert room.from_parts(*parts).key == key


def test_the_search_box():
    assert "3-1501" in room.candidates("31501")
    assert room.candidates("321501")[0] == "3-2-1501"
    assert room.candidates("3栋2单元1501") == ("3-2-1501",)
    assert room.candidates("王阿姨") == ()
    assert set(Room("3", "2", "1501").spellings) == {"3-2-1501", "321501", "31501", "3-1501", "1501"}


@given(st.integers(1, 300), st.integers(1, 9), st.integers(1, 60), st.integers(1, 40))
def test_key_and_speech_come_back(building, entrance, floor, door):
    flat = Room(str(building), str(entrance), f"{floor}{door:02}")
    assert room.parse(flat.key) == room.parse(flat.spoken) == flat
    assert flat.key in room.candidates(f"{building}{entrance}{floor}{door:02}") or door % 100 == 0


@given(st.text(max_size=30))
def test_no_text_breaks_it(text):
    with suppress(Unclear):
        room.parse(text)
