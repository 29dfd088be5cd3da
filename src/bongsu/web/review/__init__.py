"""Review (돌아보기): what happened when, measured against its targets."""
