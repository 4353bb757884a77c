-- What decisions need to know of the network: what nodes can take, how to get there, and what was promised to whom.
--
-- Locks: `product` and `unit` get columns without being rewritten. The log is not touched.

create table temperature_class (
    id          text primary key,
    name        text             not null,
    min_celsius double precision not null,
    max_celsius double precision not null,
    check (min_celsius <= max_celsius)
);

alter table unit add column temperature_class text references temperature_class;
comment on column unit.temperature_class is 'what goods in it take room of; null: of none';

alter table product
    add column litres_per_unit double precision check (litres_per_unit > 0),
    add column litres_unit     text,
    add column authorisations  text[] not null default '{}',
    add constraint product_litres_check check ((litres_per_unit is null) = (litres_unit is null));
comment on column product.litres_unit is 'quantity unit of which one takes litres_per_unit; of handling units that are counted otherwise the room is not known';
comment on column product.authorisations is 'every one of which a node must have to hold it';

create table node_capability (
    node_id         text primary key references node,
    opens_at        timestamptz,
    closes_at       timestamptz,
    dock_hours      jsonb,
    unloading_s     double precision not null check (unloading_s >= 0),
    backup_power    boolean          not null,
    partner         text,
    authorisations  text[]           not null,
    loss_likelihood double precision not null check (loss_likelihood between 0 and 1),
    cost_per_litre  numeric          not null check (cost_per_litre >= 0),
    mean_repair_s   double precision check (mean_repair_s > 0)
);
comment on column node_capability.opens_at is 'of a pop-up node; null: it is open';
comment on column node_capability.dock_hours is 'weekly hours in the time zone of the node; null: always';

create table node_capacity (
    node_id text   not null references node,
    class   text   not null references temperature_class,
    litres  bigint not null check (litres >= 0),
    primary key (node_id, class)
);
comment on column node_capacity.litres is 'in all, what is there now included';

create table lane (
    id             text primary key,
    from_node      text             not null references node,
    to_node        text             not null references node,
    carrier        text             not null,
    transit_s      double precision not null check (transit_s >= 0),
    slow_factor    double precision not null check (slow_factor between 1 and 100),
    reliability    double precision not null check (reliability between 0 and 1),
    mean_delay_s   double precision not null check (mean_delay_s > 0),
    keeps          text[]           not null,
    cost_per_unit  numeric          not null check (cost_per_unit >= 0),
    cost_per_litre numeric          not null check (cost_per_litre >= 0),
    litres         bigint check (litres >= 0),
    check (from_node <> to_node)
);

-- What people say of a lane or node. The newest that holds counts; nothing is changed or taken away.
create table lane_state (
    id         bigint generated always as identity primary key,
    lane_id    text        not null references lane,
    state      text        not null check (state in ('open', 'slow', 'closed')),
    until      timestamptz,
    reason     text        not null,
    told_at    timestamptz not null,
    told_by    text        not null
);
create index lane_state_newest on lane_state (lane_id, id desc);
comment on column lane_state.until is 'from then on it is open again; null: until somebody says so';

create table node_state (
    id      bigint generated always as identity primary key,
    node_id text        not null references node,
    state   text        not null check (state in ('well', 'dark')),
    until   timestamptz,
    reason  text        not null,
    told_at timestamptz not null,
    told_by text        not null
);
create index node_state_newest on node_state (node_id, id desc);

create table region_fallback (
    region_id text    not null references region,
    position  integer not null,
    node_id   text    not null references node,
    primary key (region_id, position),
    unique (region_id, node_id)
);

create table disruption (
    id         text primary key,
    kind       text             not null check (kind in ('region', 'node', 'unit', 'lane')),
    thing      text             not null,
    failure    text             not null,
    likelihood text             not null,
    detection  text             not null,
    backup     text             not null,
    decides    text             not null,
    executes   text             not null,
    runbook    text[]           not null
);
create index disruption_thing on disruption (kind, thing);
comment on table disruption is 'where what can fail, how it shows, and what to do then';
comment on column disruption.runbook is 'steps, in order';

-- Inbound goods that can still be turned, and orders whose promise hangs on stock.
create table shipment (
    id          text primary key,
    lane_id     text        references lane,
    from_node   text        not null references node,
    to_node     text        not null references node,
    departs_at  timestamptz not null,
    expected_at timestamptz not null,
    turns_at    text        references node,
    state       text        not null check (state in ('under_way', 'arrived', 'cancelled')),
    told_at     timestamptz not null,
    told_by     text        not null,
    check (expected_at >= departs_at)
);
create index shipment_under_way on shipment (to_node) where state = 'under_way';
comment on column shipment.turns_at is 'node from which it can still be sent elsewhere; null: from_node';

create table shipment_item (
    shipment_id      text not null references shipment on delete cascade,
    handling_unit_id text not null references handling_unit,
    primary key (shipment_id, handling_unit_id)
);
create index shipment_item_handling_unit on shipment_item (handling_unit_id);

create table customer_order (
    id            text primary key,
    product_id    text        not null references product,
    quantity      numeric     not null check (quantity > 0),
    quantity_unit text        not null,
    origin        text        not null references node,
    destination   text        not null references node,
    ready_at      timestamptz not null,
    promised_at   timestamptz not null,
    missed_cost   numeric     not null check (missed_cost >= 0),
    state         text        not null check (state in ('open', 'served', 'cancelled')),
    told_at       timestamptz not null,
    told_by       text        not null
);
create index customer_order_open on customer_order (promised_at) where state = 'open';

-- How decisions are made here: one row at most.
create table decision_setting (
    only_row boolean primary key default true check (only_row),
    currency text not null check (currency ~ '^[A-Z]{3}$')
);
comment on column decision_setting.currency is 'of all costs and values in a plan; what is worth something in another one has no known value';

create table governance_rule (
    position         integer primary key,
    dispositions     text[]  not null,
    up_to_value      numeric check (up_to_value >= 0),
    regions          text[]  not null default '{}',
    nodes            text[]  not null default '{}',
    persons          integer not null check (persons between 0 and 2),
    roles            text[]  not null,
    one_of           text,
    reason_required  boolean not null,
    escalate_after_s double precision check (escalate_after_s > 0),
    escalate_to      text[]  not null default '{}'
);
comment on table governance_rule is 'the first that matches a decision says who may decide it; where none does the built-in ones count';
comment on column governance_rule.up_to_value is 'matches decisions of up to this value, in the currency of decision_setting; null: of any value';
comment on column governance_rule.persons is '0: acts alone';
comment on column governance_rule.one_of is 'role that at least one of the persons has; null: any of roles will do';
