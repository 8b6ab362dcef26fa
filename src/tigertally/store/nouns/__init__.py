"""Each noun's SQL stands in one file: how its rows are written, found and listed.

Lists come in the order in which their rows came to the account (``added``). A page begins after the row
of the id last seen; when that row is gone the list begins anew, so that nothing is passed over.
"""
