"""What executives share with the team (경영 정보): briefs, events to come, facts under embargo, the meeting."""
