"""An app that only the faults know: its second migration changes data slowly, so that it can be killed on the way."""
