"""The languages of readers: messages in catalogues of gettext, numbers and days as each language writes them."""
