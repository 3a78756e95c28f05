"""The writers: each turns an `Edition` and its `Narration`s into one kind of finished file."""
