"""A believable company to look at: the same every time, made in under a minute, of people who do not exist."""

from guanjia.demo.company import PASSWORD, logins
from guanjia.demo.fill import load

__all__ = ["PASSWORD", "load", "logins"]
