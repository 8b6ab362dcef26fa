"""Where a cloud's documents are silent a reading had to be taken, and an administrator may want to know
which.

A page of the manual lists these; an answer that hangs on one is only as good as it. `source` says how near
the documents come. Nothing here is read by a decision: the line that obeys an assumption is in the
language.
"""

from typing import NamedTuple


class Assumption(NamedTuple):
    """One reading that was taken where the documents are silent."""

    name: str
    text: str
    source: str


ALIBABA = (
    Assumption(
        name="absent_key",
        text="A key that the request does not hold meets no operator, negated ones included.",
        source="RAM documents operators on present keys only",
    ),
    Assumption(
        name="mistyped_value",
        text="A request value that is no number, date or address meets only negated operators.",
        source="undocumented",
    ),
    Assumption(
        name="several_request_values",
        text="A key with several values meets an operator with any of them, a negated one with all of them.",
        source="RAM documents no qualifiers",
    ),
    Assumption(
        name="condition_key_case",
        text="Names of condition keys ignore case, tag keys included.",
        source="undocumented",
    ),
    Assumption(
        name="scalar_condition_values",
        text="A condition value may be a JSON number or boolean, read as its text.",
        source="RAM shows strings, and says numbers and booleans",
    ),
    Assumption(
        name="not_resource",
        text="NotResource is accepted and speaks of every resource that none of its names matches.",
        source="RAM syntax page (Japanese edition) only",
    ),
    Assumption(
        name="empty_field",
        text="An empty field of a resource matches only an empty field.",
        source="undocumented",
    ),
    Assumption(
        name="date_without_offset",
        text="A date without an offset is UTC.",
        source="RAM shows dates with an offset or Z only",
    ),
    Assumption(
        name="principal_case",
        text="Names of users and roles in a Principal ignore case, as names are unique ignoring case.",
        source="RAM shows ARNs in lower case for roles named in mixed case",
    ),
    Assumption(
        name="principal_star",
        text='The principal "*" under RAM is every account, user and role; no service, no identity provider.',
        source="undocumented for trust policies",
    ),
    Assumption(
        name="other_account",
        text="Where no trust policy speaks, nothing is open to a caller of another account.",
        source="RAM documents access across accounts through roles only",
    ),
    Assumption(
        name="resource_group_order",
        text="What is attached in a resource group is asked only where the account-wide policies are silent: "
        "a deny in the group takes away nothing that they allow.",
        source='RAM "Policy evaluation process" (2021); pages of 2026 say that any explicit deny wins',
    ),
    Assumption(
        name="resource_group_reach",
        text="What is attached in a resource group bears on the operations that name that group, and on no "
        "other.",
        source="RAM says that it bears on the group's resources, not which of its own operations count",
    ),
)

HUAWEI = (
    Assumption(
        name="absent_key",
        text="A key that the request does not hold meets no operator, not even negated or ForAllValues. "
        "IfExists is met by it, and Null is about it.",
        source="documented for IfExists, Null and ForAnyValue only",
    ),
    Assumption(
        name="empty_value",
        text="An empty list of values is an absent key. An empty text is a value, but meets IfExists.",
        source='Organizations "SCP operators" says "empty" without saying which',
    ),
    Assumption(
        name="mistyped_value",
        text="A request value that is no number, date or address meets only negated operators.",
        source="undocumented",
    ),
    Assumption(
        name="several_request_values",
        text="Without a qualifier a key with several values meets an operator with any of them, a negated "
        "one with all of them.",
        source="undocumented",
    ),
    Assumption(
        name="missing_qualifier",
        text="A document that compares g:TagKeys, g:CalledVia or sts:TransitiveTagKeys without a "
        "qualifier is refused.",
        source="Access Analyzer reports MISSING_QUALIFIER; whether IAM refuses is undocumented",
    ),
    Assumption(
        name="condition_key_case",
        text="Names of condition keys ignore case, tag keys included.",
        source="documented for variables only (usermanual-iam5/iam_01_1234)",
    ),
    Assumption(
        name="scalar_condition_values",
        text="A condition value may be a JSON number or boolean, read as its text.",
        source="api-iam5 shows strings only",
    ),
    Assumption(
        name="string_edges_case",
        text="StringStartWith and StringEndWith ignore case, as operators do unless their line says not.",
        source='Organizations "SCP operators", general remark',
    ),
    Assumption(
        name="filled_wildcard",
        text="A star or question mark that a variable fills in is that character and no wildcard.",
        source="usermanual-iam5/iam_01_1234 says one pass and does not speak of wildcards",
    ),
    Assumption(
        name="unresolved_negated_value",
        text="A value whose variable has no value is left out: it keeps no negated operator from being met.",
        source="usermanual-iam5/iam_01_1234 says only that the value does not match",
    ),
    Assumption(
        name="unresolved_not_resource",
        text="A name of NotResource whose variable has no value matches nothing: the statement applies.",
        source="usermanual-iam5/iam_01_1234 says only that the resource does not match",
    ),
    Assumption(
        name="empty_field",
        text="An empty region of a resource is any region; other empty fields match only an empty field.",
        source="usermanual-iam5/iam_01_1275 for the region; undocumented otherwise",
    ),
    Assumption(
        name="empty_region",
        text="A resource without a region is met by an empty region, by stars and by a variable that fills "
        "in nothing. A question mark wants a character there, and that variable wants none.",
        source="undocumented",
    ),
    Assumption(
        name="date_without_offset",
        text="A date without an offset is UTC.",
        source="undocumented",
    ),
    Assumption(
        name="trust_actions",
        text="A trust policy lists its actions with Action, and each names the service sts in full.",
        source="usermanual-iam5 shows trust policies with sts actions only",
    ),
)

TENCENT = (
    Assumption(
        name="absent_key",
        text="A key that the request does not hold meets no operator, not even negated or for_all_value. "
        "_if_exist is met by it, and null_equal is about it.",
        source='COS "Conditions" by example for negated operators; undocumented for for_all_value',
    ),
    Assumption(
        name="empty_value",
        text="An empty list of values is an absent key. An empty text is a value, and _if_exist compares it.",
        source='COS "Conditions" speaks of parameters that the request does not contain',
    ),
    Assumption(
        name="negated_values",
        text="A negated operator with several values wants the request to differ from all of them.",
        source="598/10608 reads as any of them; published control policies are written for all of them",
    ),
    Assumption(
        name="mistyped_value",
        text="A request value that is no number, date, address or base64 meets only negated operators.",
        source="undocumented",
    ),
    Assumption(
        name="several_request_values",
        text="Without a qualifier a key with several values meets an operator with any of them, a negated "
        "one with all of them.",
        source="undocumented",
    ),
    Assumption(
        name="scalar_condition_values",
        text="A condition value of any operator may be a JSON number or boolean, read as its text.",
        source="COS shows numbers, for numeric operators",
    ),
    Assumption(
        name="binary_values",
        text="Both sides of binary_equal are base64 and are compared as the bytes that they spell.",
        source="598/10608 names the operator only",
    ),
    Assumption(
        name="question_mark",
        text="A question mark stands for any one character, wherever a star stands for any run of them.",
        source="documented for the star only",
    ),
    Assumption(
        name="action_case",
        text="Actions ignore case.",
        source="undocumented; published samples differ in case",
    ),
    Assumption(
        name="feature_sets",
        text="A set of actions (permid/..., actionName/...) is accepted and speaks of no action.",
        source="which actions a set holds is not published",
    ),
    Assumption(
        name="capitalised_elements",
        text="The names of all elements may be capitalised, and then the values of effect too.",
        source='COS "Conditions"; 598/10603 says lower case',
    ),
    Assumption(
        name="lone_statement",
        text="A lone object may stand in the place of the array of statements.",
        source="old samples of 598/10608",
    ),
    Assumption(
        name="negative_elements",
        text="not_action and not_resource are no elements.",
        source="598/10603 does not list them",
    ),
    Assumption(
        name="empty_project",
        text="An empty project of a resource is any project; one that is written has to match.",
        source="598/10606 says that it can be left empty",
    ),
    Assumption(
        name="creator_account",
        text="An empty account is the main account of the caller, in either form (uin or uid).",
        source="598/10606 says the account of the policy's creator",
    ),
    Assumption(
        name="account_forms",
        text="The account of a resource is uin/..., uid/..., a star or nothing; uin and uid of one account "
        "do not match each other.",
        source="598/10606 lists the forms; undocumented otherwise",
    ),
    Assumption(
        name="operation_level",
        text="A request for no resource in particular is met by the resource * alone.",
        source="598/69872, for CAM's own operations",
    ),
    Assumption(
        name="variables",
        text="uin, owner_uin and app_id are filled in, in the last segment of a resource and in condition "
        "values; what else looks like a variable is text.",
        source="598/10607 shows these",
    ),
    Assumption(
        name="filled_wildcard",
        text="A star or question mark that a variable fills in is that character and no wildcard.",
        source="undocumented",
    ),
    Assumption(
        name="unresolved_negated_value",
        text="A value whose variable has no value is left out: it keeps no negated operator from being met.",
        source="undocumented",
    ),
    Assumption(
        name="date_without_offset",
        text="A date without an offset is UTC.",
        source="598/10608 requires UTC",
    ),
    Assumption(
        name="trust_actions",
        text="A trust policy names actions of sts, and has no resource.",
        source="published trust policies",
    ),
    Assumption(
        name="principal_root",
        text="A principal whose user repeats its account is the main account's own user; one that ends in "
        "root is everybody of the account.",
        source="undocumented",
    ),
    Assumption(
        name="principal_role",
        text="A role is named by roleName and its name; that names every session of it.",
        source="undocumented",
    ),
    Assumption(
        name="principal_anyone",
        text="qcs::cam::anyone:anyone is every account, user and role; no service, no identity provider.",
        source="documented for COS bucket policies",
    ),
    Assumption(
        name="root_elsewhere",
        text="The main account's own user holds nothing in another account, whatever a role there says.",
        source="598/10605 gives it everything in its own account only",
    ),
    Assumption(
        name="root_session",
        text="A session policy binds the main account's own user too.",
        source="undocumented",
    ),
    Assumption(
        name="organization_manager",
        text="Control policies do not bound the account that manages the organization, unless the server is "
        "started with --organization-manager bound: then those of the root department do.",
        source="undocumented",
    ),
    Assumption(
        name="organization_denial",
        text="What a control policy denies is refused in the words of the service that was called.",
        source="undocumented",
    ),
)
