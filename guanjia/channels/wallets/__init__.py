"""Paying by phone: one port, one folder per provider."""
