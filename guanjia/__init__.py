"""Guanjia 管家. Folders of the same name elsewhere on the path may bring registers and procedures of their own."""

from pkgutil import extend_path

__path__ = extend_path(__path__, __name__)
