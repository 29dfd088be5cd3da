"""The shared vocabulary and the ports. Knows no clock, network or framework."""
