"""What other rooms may do with appraisals."""

from lilith.evidence.appraisals.demonstration import forget_demonstration, load_demonstration

__all__ = ["forget_demonstration", "load_demonstration"]
