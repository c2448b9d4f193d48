"""Whatever a register's actions write into the history has a word there."""

import re
from pathlib import Path

from guanjia.engine.audit.changes import DOINGS

VERB = re.compile(r'verb=(?:f?)"([a-z_.{}]+)"')
KEYS_OF_ONCE = {"add"}


def test_every_verb_of_a_register_has_a_word():
    here = Path(__file__).parent
    files = [*here.glob("*/actions*.py"), here.parent / "engine/register/actions.py"]
    verbs = {verb for file in files for verb in VERB.findall(file.read_text())}
    last = {verb: verb.rpartition(".")[2] for verb in verbs}
    nameless = {verb for verb, end in last.items() if end not in DOINGS | dict.fromkeys(KEYS_OF_ONCE)}
    assert len(verbs) > 30 and not nameless
