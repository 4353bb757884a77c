-- What products are worth and what they tolerate, and how much of them a node should have.
--
-- Locks: `product` gets columns without being rewritten. The log is not touched.

alter table product
    add column source               text,
    add column value_amount         numeric check (value_amount >= 0),
    add column value_currency       text check (value_currency ~ '^[A-Z]{3}$'),
    add column value_per            text,
    add column handling_risk        text check (handling_risk in ('low', 'medium', 'high')),
    add column band_min_celsius     double precision,
    add column band_max_celsius     double precision,
    add column freezes_below_celsius double precision,
    add column budgets              jsonb not null default '[]',
    add column shelf_life           jsonb,
    add constraint product_value_check check (num_nulls(value_amount, value_currency, value_per) in (0, 3)),
    add constraint product_band_check check (band_min_celsius <= band_max_celsius);
comment on column product.value_per is 'quantity unit of which one is worth value_amount; of handling units that are counted otherwise the value is not known';
comment on column product.band_min_celsius is 'with band_max_celsius its own band, which takes the whole place of that of its profile; both null: it has none of its own';
comment on column product.budgets is 'stability budgets: name, above_celsius and up_to_celsius or below_celsius and down_to_celsius, time_s';
comment on column product.shelf_life is 'method (arrhenius, q10, vvm) with its parameters; null: temperature uses nothing up';

create table stock_level (
    node_id       text    not null references node,
    product_id    text    not null references product,
    quantity_unit text    not null,
    reorder_point numeric not null,
    safety_stock  numeric not null check (safety_stock >= 0),
    primary key (node_id, product_id),
    check (reorder_point >= safety_stock)
);
create index stock_level_product on stock_level (product_id);
comment on table stock_level is 'below the reorder point it is time to order, below the safety stock it is late; 0 and 0: never';

-- First-expired lists: lots in the order in which they are to be used.
create index lot_expiry on lot (product_id, expires, id collate "C");
