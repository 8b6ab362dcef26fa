-- Attachments in a resource group hold it: `group_id` is their scope_id, and null in the whole account. A group
-- whose deletion was asked for has no name_key: its name is free.

create table resource_groups (
    account_id bigint not null references accounts,
    id text not null,
    name_key text,
    added bigint not null,
    image text not null,
    primary key (account_id, id),
    unique (account_id, name_key)
);
create index resource_groups_in_order on resource_groups (account_id, added);

create table scoped_attachments (
    account_id bigint not null,
    target_id text not null,
    policy_account_id bigint not null,
    policy_id text not null,
    scope_id text not null,
    group_id text,
    added bigint not null,
    image text not null,
    primary key (account_id, target_id, policy_account_id, policy_id, scope_id),
    foreign key (account_id, target_id) references principals on delete restrict,
    foreign key (policy_account_id, policy_id) references policies on delete restrict,
    foreign key (account_id, group_id) references resource_groups on delete restrict
);
insert into scoped_attachments
    (account_id, target_id, policy_account_id, policy_id, scope_id, added, image)
select account_id, target_id, policy_account_id, policy_id, scope_id, added, image from attachments;
drop table attachments;
alter table scoped_attachments rename to attachments;
create index attachments_by_policy on attachments (policy_account_id, policy_id, account_id, added);
create index attachments_in_order on attachments (account_id, added);
create index attachments_by_group on attachments (account_id, group_id);
