"""Changes made to the program one at a time, and the tests that notice them: `python -m tests.mutation`."""
