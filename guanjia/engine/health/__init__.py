"""Is everything well, and if not, what to do. Any app may add `health.py` with `checks()`."""
