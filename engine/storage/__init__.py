"""What is on disk and in memory: journal, recent, day files, visits, rollups, and the rules that join them."""
