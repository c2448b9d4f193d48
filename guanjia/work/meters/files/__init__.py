"""Meters and readings from workbooks."""
