"""The one file that every process meets in. Knows neither network nor Textual."""
