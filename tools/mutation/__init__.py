"""Mutation testing of the package: plant an error, run the fast tests, and see whether one of them turns red."""
