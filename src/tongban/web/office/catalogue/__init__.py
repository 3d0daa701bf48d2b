"""The pages on which the catalogue is kept: drafts are written, reviewed and published."""
