"""What is sealed in the database, and how its keys are changed."""
