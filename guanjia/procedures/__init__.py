"""One folder for each procedure of the manual."""

from pkgutil import extend_path

__path__ = extend_path(__path__, __name__)
