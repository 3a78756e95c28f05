"""Facts about the Vietnamese language that several rooms need: letters, syllables, sentences, abbreviations."""
