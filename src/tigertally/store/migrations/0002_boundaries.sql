-- A user or role has one boundary or none; the policy that bounds cannot go while it does.

create table boundaries (
    account_id bigint not null,
    target_id text not null,
    policy_account_id bigint not null,
    policy_id text not null,
    added bigint not null,
    image text not null,
    primary key (account_id, target_id),
    foreign key (account_id, target_id) references principals on delete restrict,
    foreign key (policy_account_id, policy_id) references policies on delete restrict
);
create index boundaries_by_policy on boundaries (policy_account_id, policy_id, account_id, added);
