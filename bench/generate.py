"""A company of hundreds of estates, made in bulk. Same every time; nobody in it exists."""

import math
import random
import time
from collections.abc import Callable

from bench.bulk import Bulk
from guanjia.engine.search.terms import lexemes, name_terms, text_terms

CASES, CUSTOMERS, LINES_PER_CASE, UNITS_PER_ESTATE = 1_000_000, 300_000, 5, 1_200
SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国红梅志文海燕晓东小云雪峰子涵欣怡浩宇梓轩雨桐"
DESK = "(SELECT min(id) FROM team_staff)"  # the first of the sixteen who sign in
WORDS = str.split
PLACES = WORDS(
    "厨房 卫生间 客厅 阳台 主卧 次卧 楼道 电梯厅 地下车库 大堂 花园 天台 配电间 水泵房 门厅 楼梯间 东门 西门"
)
FAULTS = WORDS(
    "水管漏水 马桶堵塞 下水不畅 灯不亮 开关跳闸 门锁打不开 窗户关不严 墙面渗水 瓷砖脱落 暖气不热 空调漏水 电梯异响 "
    "门禁失灵 对讲没声音 垃圾没清 异味很大 噪音扰民 装修太吵 车位被占 道闸不起 快递丢失 绿植枯死 有老鼠 燃气有味道"
)
ENDINGS = WORDS(
    "请尽快处理 已经第二次了 老人在家不方便 下班后才有人 麻烦今天看看 影响楼下了 孩子要睡觉 请先打电话"
)


def generate(url: str, *, scale: float, say: Callable[[str], None]) -> dict[str, float]:
    """Fill a migrated, empty database. Returns seconds by part and rows by table."""
    bulk, figures, began = Bulk(url), {}, time.perf_counter()
    parts = (_places, _staff, _people, _search, _cases, _stories, _clocks)
    sizes = {
        "cases": int(CASES * scale), "customers": int(CUSTOMERS * scale),
        "estates": max(2, math.ceil(CUSTOMERS * scale / UNITS_PER_ESTATE)),
    }  # fmt: skip
    for part in parts:
        start = time.perf_counter()
        part(bulk, **sizes)
        figures[f"{part.__name__.strip('_')}_s"] = round(time.perf_counter() - start, 1)
        say(f"{part.__name__.strip('_')}: {figures[part.__name__.strip('_') + '_s']} s")
    figures["total_s"] = round(time.perf_counter() - began, 1)
    for table in (
        "cases_case",
        "people_customer",
        "cases_timelineentry",
        "clock_clock",
        "search_searchentry",
    ):
        figures[table] = bulk.run(f"SELECT count(*) FROM {table}").fetchone()[0]
    return figures


def _places(bulk: Bulk, *, estates: int, customers: int, cases: int) -> None:
    """Estates of ten buildings, two entrances, fifteen floors and four flats; 1,200 units each."""
    company = "(SELECT min(id) FROM places_company)"
    with bulk.unhindered("places_estate", "places_building", "places_unit"):
        bulk.insert(
            "places_estate",
            {"id": "g + 1000", "company_id": company, "code": "'B' || g", "name": "'量测小区' || g",
             "time_zone": "'Asia/Shanghai'"},
            f"generate_series(1, {estates}) g",
        )  # fmt: skip
        bulk.insert(
            "places_building",
            {
                "id": "e.id * 10 + b",
                "company_id": "e.company_id",
                "estate_id": "e.id",
                "name": "b::text",
                "order": "b",
            },
            "places_estate e, generate_series(1, 10) b WHERE e.id > 1000",
        )
        bulk.insert(
            "places_unit",
            {
                "id": "row_number() OVER () + 1000000", "company_id": "b.company_id", "estate_id": "b.estate_id",
                "building_id": "b.id", "entrance": "n::text", "floor": "f", "number": "f || '0' || r",
                "key": "b.name || '-' || n || '-' || f || '0' || r", "kind": "'flat'", "status": "'occupied'",
                "area": "60 + (f * 7 + r * 11) % 80",
            },
            "places_building b, generate_series(1, 2) n, generate_series(1, 15) f, generate_series(1, 4) r"
            " WHERE b.estate_id > 1000",
        )  # fmt: skip


def _staff(bulk: Bulk, *, estates: int, customers: int, cases: int) -> None:
    """Two technicians an estate, so that a new order of the pool has somebody to tell."""
    bulk.insert(
        "team_staff",
        {
            "company_id": "e.company_id", "login": "'tech' || e.id || '-' || n", "name": "'师傅' || e.id || '-' || n",
            "password": "'!'", "roles": "ARRAY['technician']", "estates": "ARRAY[e.id]", "is_active": "true",
            "department_id": "(SELECT id FROM team_department WHERE code = 'engineering')",
            "email": "'tech' || e.id || '-' || n || '@example.com'", "language": "'zh-hans'",
        },
        "places_estate e, generate_series(1, 2) n WHERE e.id > 1000",
    )  # fmt: skip


def _people(bulk: Bulk, *, estates: int, customers: int, cases: int) -> None:
    """One owner a unit, with a phone."""
    chance = random.Random(7)
    bulk.run("CREATE TABLE bench_name (id int PRIMARY KEY, name text, terms text[])")
    with bulk.connection.cursor() as cursor, cursor.copy("COPY bench_name FROM STDIN") as copy:
        for number in range(20_000):
            name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2, 2))))
            copy.write_row((number, name, lexemes("person", name_terms(name))))
    with bulk.unhindered("people_customer", "people_phone", "people_occupancy"):
        bulk.insert(
            "people_customer",
            {"id": "u.id", "company_id": "u.company_id", "kind": "'person'", "version": "1",
             "name": "(SELECT name FROM bench_name WHERE id = (u.id * 7919) % 20000)",
             "estate_ids": "ARRAY[u.estate_id]"},
            f"places_unit u WHERE u.id > 1000000 AND u.id <= {1_000_000 + customers}",
        )  # fmt: skip
        digits = "'1990' || lpad(((c.id * 7) % 10000000)::text, 7, '0')"
        bulk.insert(
            "people_phone",
            {
                "company_id": "c.company_id",
                "customer_id": "c.id",
                "number": digits,
                "digits": digits,
                "is_primary": "true",
            },
            "people_customer c WHERE c.id > 1000000",
        )
        bulk.insert(
            "people_occupancy",
            {"company_id": "u.company_id", "estate_id": "u.estate_id", "unit_id": "u.id", "customer_id": "c.id",
             "role": "'owner'"},
            "people_customer c JOIN places_unit u ON u.id = c.id WHERE c.id > 1000000",
        )  # fmt: skip


def _cases(bulk: Bulk, *, estates: int, customers: int, cases: int) -> None:
    """Cases of two years, newest last; one in fifty is open. Their words are in the index."""
    bulk.run("CREATE TABLE bench_words (id int PRIMARY KEY, words text, terms text[])")
    words = [f"{place}{fault},{ending}。" for place in PLACES for fault in FAULTS for ending in ENDINGS]
    with bulk.connection.cursor() as cursor, cursor.copy("COPY bench_words FROM STDIN") as copy:
        for number, text in enumerate(words):
            copy.write_row((number, text, lexemes("case", text_terms(text))))
    bulk.run(f"""CREATE UNLOGGED TABLE bench_case AS
        SELECT g + 1000000 AS id, u.id AS unit_id, u.company_id, u.estate_id, w.words, w.terms,
               now() - interval '2 years' * (1 - g / {cases}.0) AS at, g % 50 = 0 AS is_open,
               'LC' || to_char(now() - interval '2 years' * (1 - g / {cases}.0), 'YYMMDD') || '-'
                    || lpad((g % 10000)::text, 4, '0') AS number
        FROM generate_series(1, {cases}) g
        JOIN places_unit u ON u.id = 1000001 + (g::bigint * 104729) % {customers}
        JOIN bench_words w ON w.id = (g::bigint * 31) % {len(words)}""")
    with bulk.unhindered("cases_case", "search_searchentry", "cases_step"):
        bulk.insert(
            "cases_case",
            {
                "id": "c.id", "company_id": "c.company_id", "estate_id": "c.estate_id", "number": "c.number",
                "procedure_key": "'repair@1'", "procedure": "'repair'", "topic": "'water'",
                "title": "left(c.words, 40)",
                "words": "c.words", "urgency": "'ordinary'", "severity": "'ordinary'", "channel": "'phone'",
                "unit_id": "c.unit_id", "customer_id": "c.unit_id", "answers": "'{\"kind\": \"home\"}'::jsonb",
                "first_owner_id": f"{DESK} + c.id % 16", "handler_id": f"{DESK} + c.id % 16",
                "state": "CASE WHEN c.is_open THEN 'open' ELSE 'closed' END", "cycle": "1", "version": "1",
                "opened_at": "c.at", "finished_at": "CASE WHEN c.is_open THEN NULL ELSE c.at + interval '1 day' END",
                "closed_at": "CASE WHEN c.is_open THEN NULL ELSE c.at + interval '2 days' END",
                "next_due_at": "CASE WHEN c.is_open THEN now() + interval '1 minute' * (c.id % 20000 - 2000) END",
            },
            "bench_case c ORDER BY c.id",
        )  # fmt: skip
        bulk.insert(
            "cases_step",
            {"company_id": "c.company_id", "estate_id": "c.estate_id", "case_id": "c.id", "code": "'dispatch'",
             "role": "'system'", "cycle": "1", "entered_at": "c.at"},
            "bench_case c WHERE c.is_open",
        )  # fmt: skip
        bulk.insert(
            "search_searchentry",
            {"company_id": "c.company_id", "kind": "'case'", "object_id": "c.id", "estate_ids": "ARRAY[c.estate_id]",
             "title": "c.number || ' ' || left(c.words, 40)",
             "terms": "array_to_tsvector(c.terms || ARRAY['c' || lower(replace(c.number, '-', '')),"
                      " 'c' || right(c.number, 4)])"},
            "bench_case c",
        )  # fmt: skip


def _search(bulk: Bulk, *, estates: int, customers: int, cases: int) -> None:
    """Customers and units in the index; cases follow with their words."""
    phone = "'1990' || lpad(((c.id * 7) % 10000000)::text, 7, '0')"
    bulk.run("SET session_replication_role = replica")
    bulk.insert(
        "search_searchentry",
        {"company_id": "c.company_id", "kind": "'person'", "object_id": "c.id", "estate_ids": "c.estate_ids",
         "title": "c.name", "subtitle": "'业主'",
         "terms": "array_to_tsvector(n.terms"
                  f" || ARRAY(SELECT 'p' || substr({phone}, i) FROM generate_series(1, 8) i))"},
        "people_customer c JOIN bench_name n ON n.id = (c.id * 7919) % 20000 WHERE c.id > 1000000",
    )  # fmt: skip
    bulk.insert(
        "search_searchentry",
        {"company_id": "u.company_id", "kind": "'unit'", "object_id": "u.id", "estate_ids": "ARRAY[u.estate_id]",
         "title": "u.key",
         "terms": "array_to_tsvector(ARRAY['u' || u.key, 'u' || replace(u.key, '-', ''), 'u' || u.number,"
                  " 'u' || u.entrance || '-' || u.number, 'u' || u.entrance || u.number])"},
        "places_unit u WHERE u.id > 1000000",
    )  # fmt: skip


def _stories(bulk: Bulk, *, estates: int, customers: int, cases: int) -> None:
    with bulk.unhindered("cases_timelineentry"):
        bulk.insert(
            "cases_timelineentry",
            {
                "company_id": "c.company_id", "estate_id": "c.estate_id", "case_id": "c.id",
                "at": "c.at + interval '20 minutes' * n", "actor_name": "'小李'",
                "kind": "(ARRAY['registered', 'message', 'message', 'finished', 'closed'])[n]",
                "text": "CASE WHEN n < 4 THEN c.words ELSE '' END",
            },
            f"bench_case c, generate_series(1, {LINES_PER_CASE}) n ORDER BY c.id, n",
        )  # fmt: skip


def _clocks(bulk: Bulk, *, estates: int, customers: int, cases: int) -> None:
    """A running clock with a pending timer for every case, none due for a day."""
    company = "(SELECT min(id) FROM places_company)"
    bulk.run(
        "INSERT INTO clock_targettext (company_id, digest, says) SELECT " + company + ", 'bench', "
        '\'{"seconds": 259200, "workdays": 0, "calendar": "", "pauses": []}\'::jsonb'
    )
    due = "now() + interval '1 day' + interval '1 second' * (c.id % 1000000)"
    with bulk.unhindered("clock_clock", "clock_timer"):
        bulk.insert(
            "clock_clock",
            {
                "id": "c.id", "company_id": "c.company_id", "estate_id": "c.estate_id", "subject_type": "'cases.case'",
                "subject_id": "c.id", "metric": "'finish'", "cycle": "1", "generation": "1", "state": "'running'",
                "target_id": "(SELECT id FROM clock_targettext WHERE digest = 'bench')", "target_seconds": "259200",
                "started_at": f"{due} - interval '3 days'", "changed_at": f"{due} - interval '3 days'",
                "running_since": f"{due} - interval '3 days'", "due_at": due, "reasons": "'[]'::jsonb",
                "fired": "'[]'::jsonb",
            },
            "bench_case c",
        )  # fmt: skip
        bulk.insert(
            "clock_timer",
            {"company_id": "k.company_id", "estate_id": "k.estate_id", "clock_id": "k.id", "generation": "1",
             "level": "0", "fire_at": "k.started_at + interval '207360 seconds'", "state": "'pending'"},
            "clock_clock k",
        )  # fmt: skip
    bulk.run("DROP TABLE bench_case, bench_words, bench_name")
