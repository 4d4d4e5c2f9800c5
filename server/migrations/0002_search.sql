-- What people look for, by day: the words and how often, never who. Written in batches of at most a second.
create table search_term (
  day         text   not null,              -- in Asia/Shanghai
  q           text   not null,              -- folded, at most 60 characters
  searches    bigint not null,
  found       bigint not null,              -- what the last of them found
  primary key (day, q)
);
create index search_term_q on search_term (q);
