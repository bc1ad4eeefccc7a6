"""What is kept outside the journal: folders, connection profiles, passwords in the keyring, the log."""
