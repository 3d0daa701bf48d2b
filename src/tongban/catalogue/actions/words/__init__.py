"""What people type: words that stand for others, and words that found nothing."""
