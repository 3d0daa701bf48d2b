"""Who stands in for whom, what authorities let each other do, and how much of each power is exercised."""
