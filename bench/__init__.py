"""Measurements on a large database. See README.md."""
