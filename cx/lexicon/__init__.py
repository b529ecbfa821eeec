"""The words that people use in their files, and how texts are compared."""
