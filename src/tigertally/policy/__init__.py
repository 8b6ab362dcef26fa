"""Whether a request is allowed has to be answerable without a server, a store or a clock: this package is
that answer.

It turns a cloud's policy document into statements (languages), matches them against one request (pattern,
urn, conditions) and combines what matched as that cloud combines it (decide, chains). It does not know who
holds which policy, how a cloud spells its refusals, or how long a document may be: those are the ledger's
and the clouds'.
"""
