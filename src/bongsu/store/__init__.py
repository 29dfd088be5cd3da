"""Keeps rooms, journal, mentions and deliveries, on SQLite (two files) or PostgreSQL. Only this room touches models."""
