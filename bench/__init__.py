"""Benchmarks: each is a package here with NAME, HELP and `run(quick)`, which gives a Result; see `./tongban bench`."""
