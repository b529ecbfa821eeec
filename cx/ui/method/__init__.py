"""What each state and number means, and the parameters."""
