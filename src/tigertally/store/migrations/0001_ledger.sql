-- Every noun is a row: the columns that the engine must find or check, and `image`, the value itself
-- (docs/decisions/0003). `added` is the revision of the account at which the row came: the order of lists.

create table accounts (
    account_id bigint primary key,
    cloud text not null,
    native_id text not null,
    rev bigint not null,
    head_hash blob not null,
    image text not null,
    unique (cloud, native_id)
);

-- The root user has no name_key: it is found by no name and takes none.
create table principals (
    account_id bigint not null references accounts,
    id text not null,
    kind text not null,
    name_key text,
    path text not null,
    attach_n bigint not null,
    attach_max bigint not null,
    added bigint not null,
    image text not null,
    primary key (account_id, id),
    unique (account_id, kind, name_key),
    constraint attachments_within_limit check (attach_n between 0 and attach_max)
);
create index principals_in_order on principals (account_id, kind, added);

create table memberships (
    account_id bigint not null,
    group_id text not null,
    user_id text not null,
    added bigint not null,
    image text not null,
    primary key (account_id, group_id, user_id),
    foreign key (account_id, group_id) references principals on delete restrict,
    foreign key (account_id, user_id) references principals on delete restrict
);
create index memberships_by_user on memberships (account_id, user_id);

create table policies (
    account_id bigint not null references accounts,
    id text not null,
    name_key text not null,
    path text not null,
    default_version bigint not null,
    added bigint not null,
    image text not null,
    primary key (account_id, id),
    unique (account_id, name_key)
);
create index policies_in_order on policies (account_id, added);

-- sha256 stands before the image, which holds the document: reading the one does not read the other.
create table policy_versions (
    account_id bigint not null,
    policy_id text not null,
    number bigint not null,
    sha256 text not null,
    image text not null,
    primary key (account_id, policy_id, number),
    foreign key (account_id, policy_id) references policies on delete restrict
);

create table attachments (
    account_id bigint not null,
    target_id text not null,
    policy_account_id bigint not null,
    policy_id text not null,
    scope_id text not null,
    added bigint not null,
    image text not null,
    primary key (account_id, target_id, policy_account_id, policy_id, scope_id),
    foreign key (account_id, target_id) references principals on delete restrict,
    foreign key (policy_account_id, policy_id) references policies on delete restrict
);
create index attachments_by_policy on attachments (policy_account_id, policy_id, account_id, added);

-- A removed access key stays, status 'deleted', with its sealed secret and without its user_id, so that it
-- can come back and does not hold its user. A session names its role in holder_id only: it neither holds
-- the role nor works without it.
create table credentials (
    access_key_id text primary key,
    account_id bigint not null references accounts,
    kind text not null,
    holder_id text not null,
    user_id text,
    status text not null,
    expires_at bigint,
    added bigint not null,
    sealed blob not null,
    image text not null,
    foreign key (account_id, user_id) references principals on delete restrict
);
create index credentials_by_user on credentials (account_id, user_id);
create index credentials_by_expiry on credentials (account_id, expires_at);

create table deks (
    dek_id bigint primary key,
    wrapped blob not null
);

create table changes (
    account_id bigint not null,
    rev bigint not null,
    op_id text not null,
    n bigint not null,
    shard bigint not null,
    seq bigint not null,
    at bigint not null,
    actor text not null,
    action text not null,
    payload text not null,
    prev_hash blob not null,
    hash blob not null,
    primary key (account_id, rev),
    unique (op_id, account_id, n),
    unique (shard, seq)
);

create table feed_heads (
    shard bigint primary key,
    seq bigint not null
);
insert into feed_heads (shard, seq) values (0, 0);
