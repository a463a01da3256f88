"""What came back, beside the reference: its form, its numbers, and what they show."""
