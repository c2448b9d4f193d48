"""How much two descriptions are about the same thing. Without Django."""

from guanjia.engine.search.terms import text_terms

ALIKE = 0.34
_SAYS_NOTHING = frozenset("的了在有是我你他她们这那个也就都还又很吗呢吧啊请帮到去来说要不没上下和跟被把")


def telling_terms(text: str) -> frozenset[str]:
    """The words of a text that tell what it is about."""
    return frozenset(word for word in text_terms(text) if word not in _SAYS_NOTHING)


def alike(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """Share of the shorter text's words that the other has too: 0 nothing in common, 1 everything."""
    shorter = min(len(mine), len(theirs))
    return len(mine & theirs) / shorter if shorter > 1 else 0.0
