"""What a change means: for those who use the client, and against the document of the vendor."""
