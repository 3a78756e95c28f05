"""What several rooms need to know of the language: letters, syllables, sentences, abbreviations."""
