"""What the house says when it will not do a thing. The text is for the person at the screen."""


class Refused(Exception):
    """A command was understood and not carried out; nothing was changed. `field` names the form field at fault."""

    def __init__(self, text: str, *, field: str | None = None, code: str = "refused") -> None:
        super().__init__(text)
        self.field = field
        self.code = code


class Forbidden(Refused):
    """This person may not do this."""

    def __init__(self, text: str) -> None:
        super().__init__(text, code="forbidden")


class Stale(Refused):
    """Somebody else was faster: the state that the person saw is gone."""

    def __init__(self, text: str) -> None:
        super().__init__(text, code="stale")
