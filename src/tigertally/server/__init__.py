"""Where calls are heard: the ASGI edge, the pipeline, health, and the first start of a ledger.

The only code that knows asyncio, the clock and randomness.
"""
