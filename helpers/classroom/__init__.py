"""What a teacher runs: a page as an assignment for nbgrader (export)."""
