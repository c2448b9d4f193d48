"""Payments by phone: orders at the providers, what they tell us, and the daily comparison with their statements."""
