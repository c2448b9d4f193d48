"""Pages of online payment."""
