"""A harness that strikes a running site: what is killed, cut, filled or moved, who works meanwhile, and the verdict."""
