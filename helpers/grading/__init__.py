"""Many submissions in, a gradebook out. Nothing a submission does reaches the judge but data."""
