"""One folder for each register (台账)."""

from pkgutil import extend_path

__path__ = extend_path(__path__, __name__)
