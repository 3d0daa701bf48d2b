"""Run every sweep of the house once, as the worker would in a day; a module for a process of its own."""

from tongban.cli.environment import start_django


def main() -> None:
    """Run them in their order; what one cannot do is raised."""
    start_django()
    from tongban.kernel.clock import now
    from tongban.worker.sweeps import SWEEPS, run

    for sweep in SWEEPS:
        run(sweep, now())
    print(len(SWEEPS))


if __name__ == "__main__":
    main()
