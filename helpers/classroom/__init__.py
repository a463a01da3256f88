"""What a teacher runs: a class at a glance (`python -m helpers.classroom FOLDER`), a page for nbgrader (export)."""
