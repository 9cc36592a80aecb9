"""The rules of collecting a debt: pure values and functions."""
