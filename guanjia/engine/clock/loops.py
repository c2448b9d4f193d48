"""What a worker process runs all the time for the clocks."""

from guanjia.engine.clock.sweep import run_sweeper

loops = [run_sweeper]
