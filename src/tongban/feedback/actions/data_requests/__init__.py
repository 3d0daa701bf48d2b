"""Rights that people have in their data (个人信息保护法 第四章)."""
