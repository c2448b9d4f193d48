"""What keeps the program from running, said to the person at the terminal."""

import errno


class Trouble(Exception):
    """`what` is wrong and how to `mend` it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.what}\n  → {self.mend}"


def of_os_error(error: OSError) -> Trouble:
    """The usual faults of a machine, in plain words."""
    where = error.filename or "the data folder"
    if error.errno == errno.ENOSPC:
        return Trouble(
            f"The disk is full ({where}).",
            "Free some space, or put the data elsewhere: DATA_DIR=/other/place",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble(
            f"{where} is not writable for you.",
            "Choose a folder of your own (DATA_DIR=~/guanjia-data), or: sudo chown -R $USER FOLDER",
        )
    return Trouble(str(error), "Run `guanjia check` for more.")
