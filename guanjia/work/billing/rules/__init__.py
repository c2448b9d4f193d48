"""The arithmetic of bills: periods, amounts, late fees. Plain Python."""
