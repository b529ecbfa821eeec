"""What the personas rest on: interviews, what they said, what is only believed, and whom to ask next."""
