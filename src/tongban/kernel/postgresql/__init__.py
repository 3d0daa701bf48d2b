"""Our shape of Django's PostgreSQL backend; settings name it as the engine."""
