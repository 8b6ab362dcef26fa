-- An organization is an account of its own (docs/decisions/0005); its departments and members are rows of
-- principals, its control policies rows of policies.

create table organizations (
    account_id bigint not null references accounts,
    id text not null,
    image text not null,
    primary key (account_id)
);
