"""Draws, composes and encodes the pictures under testdata/, one family per module."""
