"""Line drawings of this room: the vignette of a practice, the outline of France. Pure functions that give SVG text."""
