"""The scoreboard: what a call costs here, always as a ratio to something measured in the same minute.

Machines differ and are shared, so nothing here is a test and no figure stands alone: each is the median of
interleaved rounds, told with its spread. CPU is what our server's processes use; where PostgreSQL keeps the
ledger its own processes do a part of the work, which stands beside the figure and is in no ratio.
"""
