"""What really commits, on several connections: apart from the packages that hold the demo city in one transaction."""
