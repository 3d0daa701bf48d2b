"""Applying for several items in one go (合并申请)."""
