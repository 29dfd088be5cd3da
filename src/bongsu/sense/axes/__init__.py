"""What is looked at with each post: volume, trouble (tone, harm, press), claims, risk words. Each tells for itself."""
