"""Drivers of outside references, and what those said."""
