"""What can be decided about items without a database."""
