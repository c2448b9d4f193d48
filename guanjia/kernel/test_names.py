import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.kernel import names

CELLS = {
    "何　涵": ("何涵",),
    "何 涵、曾伟子": ("何涵", "曾伟子"),
    "唐红玉 程静勇": ("唐红玉", "程静勇"),
    "马 远 韩  霞": ("马远", "韩霞"),
    "林梅翔，吕宇晨": ("林梅翔", "吕宇晨"),
    "朱轩艳/赵敏伟": ("朱轩艳", "赵敏伟"),
    "欧阳 娜娜": ("欧阳娜娜",),
    "张三和李四": ("张三", "李四"),
    "张三（已故）": ("张三",),
    "张 三 丰": ("张三丰",),
    "王 小明": ("王小明",),
    "吕𬭎": ("吕𬭎",),
    "阿不都・热合曼": ("阿不都·热合曼",),
    "John Smith": ("John Smith",),
    "浙江省 建筑 有限公司": ("浙江省建筑有限公司",),
    "无": (),
    "": (),
    "张三等3人": ("张三",),
    "王芳 13800138000": ("王芳",),
    "张三、张三": ("张三",),
}


@pytest.mark.parametrize(("cell", "expected"), CELLS.items())
def test_names_of_a_cell(cell, expected):
    assert names.split(cell) == expected


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("张三", "zhangsan"),
        ("单丽", "shanli"),
        ("曾伟", "zengwei"),
        ("仇英", "qiuying"),
        ("尉迟恭", "yuchigong"),
        ("吕布", "lvbu"),
    ],
)
def test_family_names_sound_as_family_names(name, sound):
    assert names.spellings(name)[0] == sound


def test_a_doubtful_reading_is_found_either_way():
    assert {"qinhua", "tanhua"} <= set(names.spellings("覃华"))
    assert {"zw", "cw"} <= set(names.initials("曾伟"))
    assert names.initials("欧阳娜娜")[0] == "oynn"
    assert names.initials("John Smith") == ("js",)


@pytest.mark.parametrize("name", ["源隆餐饮馆", "杭州鑫味房产中介经营部", "浙江鑫华口腔诊所有限公司"])
def test_a_firm_is_no_person(name):
    assert names.is_company(name)
    assert not names.is_company("张国店"[:2])


@given(st.lists(st.sampled_from(["张三", "李小龙", "欧阳娜娜", "王芳", "诸葛丽强"]), min_size=1, unique=True))
def test_joined_names_are_parted_again(people):
    assert names.split("、".join(people)) == tuple(people)


@given(st.text(max_size=30))
def test_no_text_breaks_it(text):
    for name in names.split(text):
        names.spellings(name)
        names.initials(name)


def test_signs_stand_as_in_a_dictionary_and_surnames_as_they_are_read():
    order = names.in_spoken_order()
    told = sorted("王曾阿李单张欧", key=order.index)
    assert "".join(told) == "阿李欧单王曾张"
