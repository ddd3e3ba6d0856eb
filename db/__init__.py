"""What the office keeps: records, the store that opens them, the journal of every change."""
