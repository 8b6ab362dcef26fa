"""A condition operator is a small fact about text; keeping each family in its own file lets a reader check
it alone.

Every function turns one value of a policy into a test of one value of a request, and raises ValueError,
saying what would be accepted, when the value is not of its family. Spelling, negation and lists are not
known in the families.
"""
