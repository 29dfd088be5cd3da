"""Settings (설정) and the first hour (첫 한 시간)."""
