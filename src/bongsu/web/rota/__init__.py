"""The rota (당직표): who is on duty, week by week; swaps, leave, calendars."""
