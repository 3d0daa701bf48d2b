"""What is somebody's stands where it belongs, and nowhere else: not in plain columns, not in logs."""
