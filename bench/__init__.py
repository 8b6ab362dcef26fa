"""The scoreboard: what a call costs here, always as a ratio to something measured in the same minute.

Machines differ and are shared, so nothing here is a test and no figure stands alone: each is the median of
interleaved rounds, told with its spread.
"""
