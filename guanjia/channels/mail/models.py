"""Mail that has left, or would have."""
