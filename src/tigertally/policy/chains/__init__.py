"""Clouds agree on statements and disagree on how sets of them combine: each file here is one cloud's
combination.

A chain is a list of layers in the order in which its cloud asks them; a new layer is one more line in that
list.
"""
