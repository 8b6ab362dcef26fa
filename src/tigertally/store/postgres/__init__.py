"""The ledger in a PostgreSQL database: for when one machine is outgrown. Several servers may share one."""
