"""The reader of words: beside a text that is being written, how easy it is and which places make it hard. It blocks nothing."""
