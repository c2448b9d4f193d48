"""Static files with the hash of their content in the name, so that browsers may keep them for ever."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    manifest_strict = False
    support_js_module_import_aggregation = True
    keep_only_hashed_files = True

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """A name with a hash stands for one content: what was compressed before stays."""
        return super().compress_files(path for path in paths if not self.exists(f"{path}.br"))

    def prune(self) -> None:
        """Delete what the manifest does not name any more, so that collecting needs no empty folder."""
        kept = {self.manifest_name, *self.hashed_files.values()}
        for path in Path(self.location).rglob("*"):
            name = path.relative_to(self.location).as_posix()
            if path.is_file() and name.removesuffix(".gz").removesuffix(".br") not in kept:
                path.unlink()
