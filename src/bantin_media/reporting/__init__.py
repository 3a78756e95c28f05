"""The output of a build for the editor: progress while it runs, and a report at the end."""
