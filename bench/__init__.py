"""Benchmarks: each is a module or package here with NAME, GOAL and `run(quick)`; see `./tongban bench`."""
