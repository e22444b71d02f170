"""The spec becomes code: read, checked, generated, and made for the overlay."""
