"""What users hold, and what they send. Pure."""
