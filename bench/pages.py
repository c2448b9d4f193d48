"""The pages people open all day, over HTTP with real sessions."""

import asyncio
import random
from collections.abc import Callable
from urllib.parse import quote

from bench.http import Client, as_json, measure

WORDS = ["漏水", "门禁", "异响", "堵塞", "渗水", "道闸"]
NAMES = ["王芳", "李娜", "zhangwei", "lm", "陈静"]


def run(
    port: int,
    *,
    logins: list[str],
    password: str,
    token: str,
    say: Callable[[str], None],
    cases: list[int],
    estates: int,
    cpu: Callable[[], float],
) -> dict[str, dict[str, dict[str, float]]]:
    """name → {"single", "sixteen"} → figures. `cases` are those that everybody may open."""
    return asyncio.run(_run(port, logins, password, token, say, cases, estates, cpu))


async def _run(port, logins, password, token, say, cases, estates, cpu):
    clients = [Client(port) for _ in range(16)]
    for client, login in zip(clients, logins, strict=False):
        await client.sign_in(login, password)
    programs = [Client(port, token=token) for _ in range(16)]
    results = {}
    for name, request in scenarios(cases, estates).items():
        people = programs if name == "register" else clients
        await measure(people, request, each=2)
        single = await measure(people[:1], request, each=60)
        before = cpu()
        sixteen = await measure(people, request, each=40)
        sixteen["cpu_ms"] = round((cpu() - before) * 1000 / sixteen["requests"], 1)
        results[name] = {"single": single, "sixteen": sixteen}
        say(f"{name:>16}: {sixteen['per_second']:>7}/s  p50 {sixteen['p50_ms']} ms  p95 {sixteen['p95_ms']} ms"
            f"  cpu {sixteen['cpu_ms']} ms"
            f"  (alone p50 {single['p50_ms']} ms, faults {single['faults'] + sixteen['faults']})")  # fmt: skip
    return results


def scenarios(cases: list[int], estates: int):
    """What is asked; every request asks for something else, from a fixed seed."""
    chance = random.Random(11)
    phones = [f"{chance.randint(1000, 9999)}{chance.randint(0, 9)}" for _ in range(2000)]
    rooms = [
        f"{chance.randint(1, 10)}-{chance.randint(1, 2)}-{chance.randint(1, 15)}0{chance.randint(1, 4)}"
        for _ in range(2000)
    ]

    def get(path: Callable[[int], str]):
        return lambda client, number: client.ask("GET", path(number))

    def box(typed: Callable[[int], str]):
        """As the search box asks while somebody types."""
        return lambda client, number: client.ask(
            "GET", f"/search/?q={quote(typed(number))}", **{"HX-Request": "true"}
        )

    def register(client: Client, number: int):
        body = {
            "estate": f"B{number % estates + 1}", "procedure": "repair", "words": "厨房水管漏水,请尽快处理。",
            "topic": "water", "unit": f"{number % 10 + 1}-1-{number % 15 + 1}01",
            "answers": {"kind": "home", "part": "pipes", "quote_when": "free"},
        }  # fmt: skip
        return client.ask("POST", "/api/v1/cases", as_json(body), "application/json")

    return {
        "list": get(lambda n: "/cases/?state=open"),
        "list newest": get(lambda n: "/cases/"),
        "case": get(lambda n: f"/cases/{cases[n % len(cases)]}/"),
        "search phone": box(lambda n: phones[n % 2000]),
        "search room": box(lambda n: rooms[n % 2000]),
        "search name": box(lambda n: NAMES[n % len(NAMES)]),
        "search word": box(lambda n: WORDS[n % len(WORDS)]),
        "wall": get(lambda n: "/wall/"),
        "overview": get(lambda n: "/overview/"),
        "register": register,
    }
