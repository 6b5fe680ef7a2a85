"""One module a verb: `arguments(parser)` and `run(options, settings) -> exit status`."""
