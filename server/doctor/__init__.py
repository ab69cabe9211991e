"""What `hitlake doctor` looks at: one small file a check, each with what to do about what it finds."""
