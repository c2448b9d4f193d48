"""Whatever a register's actions write into the history has a word there."""

import re
from pathlib import Path

from guanjia.engine.audit.changes import DOINGS
from guanjia.engine.register.declaration import registers

VERB = re.compile(r'verb="([a-z_]+)\.([a-z_]+)"')


def test_every_verb_of_a_register_has_a_word():
    files = Path(__file__).parent.glob("*/actions*.py")
    verbs = {verb for file in files for verb in VERB.findall(file.read_text())}
    assert len(verbs) > 30
    assert not [
        f"{code}.{end}" for code, end in verbs if end not in DOINGS and end not in registers()[code].doings
    ]
