"""What tests share: the cast, the calendar they live in, and their database."""
