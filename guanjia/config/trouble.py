"""What keeps the program from running, said to the person at the terminal."""

import errno
import traceback
from importlib import import_module
from pathlib import Path

OWN_LAYERS = ("registers", "procedures")


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
    if error.errno == errno.ENOENT and error.filename:
        return Trouble(f"{where} is not there.", "Check the name, or make the folder first.")
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


def of_lost_database(error: Exception) -> Trouble:
    """What the server, or the way to it, says; addresses keep no password."""
    return Trouble(
        f"The database does not answer: {str(error).strip() or type(error).__name__}",
        "Start it, or correct DATABASE_URL; without DATABASE_URL Guanjia starts its own.",
    )


def of_folder(fault: BaseException) -> Trouble | None:
    """A fault in the folder of a register or procedure, half-written perhaps; None when it lies elsewhere."""
    homes = [Path(home) for layer in OWN_LAYERS for home in import_module(f"guanjia.{layer}").__path__]
    for file, line in reversed(_lines(fault)):
        home = next((one for one in homes if one in file.parents), None)
        if home and file.parent != home:
            folder = home / file.relative_to(home).parts[0]
            said = getattr(fault, "msg", "") or str(fault)
            return Trouble(
                f"The folder {folder} cannot be read.\n"
                f"  {file.relative_to(folder)}, line {line}: {type(fault).__name__}: {said}",
                "Finish or correct it; or move the folder elsewhere, and everything starts without it.",
            )
    return None


def _lines(fault: BaseException) -> list[tuple[Path, int]]:
    """The lines of code that led to the fault; the last is where it lies."""
    found = [(Path(one.filename), one.lineno or 0) for one in traceback.extract_tb(fault.__traceback__)]
    if isinstance(fault, SyntaxError) and fault.filename:
        found.append((Path(fault.filename), fault.lineno or 0))
    return found
