"""What is published: each writer turns an `Edition` and its `Narration`s into one kind of finished file."""
