"""What an editor types → one call each: the command line, and the verbs that stand beside the build."""
