"""Pages of testimonies and of paid time."""
