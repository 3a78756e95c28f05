"""The command line: the commands that an editor types, and the work of those that build nothing."""
