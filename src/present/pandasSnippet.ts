import type { HistoryPlace } from '../protocol/engine.ts';

/** Where the user puts the URL of a shared history; the snippet never holds it, for it has a password. */
export const databaseVariable = 'QUANTFOLIO_DATABASE_URL';

/**
 * Every point once: each account's stretches from the finest tier that still covers them (0 raw, 1 hourly, 2 daily), in the
 * currency that values are written in now. The same as the History port's `values`.
 */
const valuesQuery = `
with base as (
  select value as currency from notes where name = 'note:baseCurrency'
),
kept as (
  select account, tier, min(at) as since from points
  where currency = (select currency from base)
  group by account, tier
)
select p.at, p.account, p.currency, p.equity, p.flow, p.origin
from points p
where p.currency = (select currency from base)
  and not exists (
    select 1 from kept k
    where k.account = p.account and k.tier < p.tier and k.since <= p.at
  )
order by p.account, p.at`;

const sqlite = (place: string) => `import sqlite3
from pathlib import Path

import pandas as pd

# Read-only: the engine may go on writing.
connection = sqlite3.connect(Path(${JSON.stringify(place)}).as_uri() + "?mode=ro", uri=True)


def read(query):
    return pd.read_sql_query(query, connection)
`;

const postgres = (place: string, schema: string | null) => `import os

import pandas as pd
from sqlalchemy import create_engine, text

# ${place}. The URL holds a password: put it into this environment variable, never into a file.
url = os.environ["${databaseVariable}"].replace("postgres://", "postgresql://", 1)
connection = create_engine(url).connect()
${schema === null ? '' : `connection.execute(text(${JSON.stringify(`set search_path to "${schema.replaceAll('"', '""')}"`)}))\n`}

def read(query):
    return pd.read_sql_query(text(query), connection)
`;

/** Python that reads a history into pandas: HIST-4. The tables and columns are those of the house's schema. */
export function pandasSnippet(place: HistoryPlace, name: string): string {
  const schema = place.schema ?? /\(schema (\w+)\)$/.exec(place.place)?.[1] ?? null;
  const head = place.database === 'sqlite' ? sqlite(place.place) : postgres(place.place, schema);
  return `# ${name.replaceAll(/[\r\n]+/g, ' ')}: history of Quantfolio (schema ${place.schemaVersion})
${head}

def timed(frame):
    return frame.assign(time=pd.to_datetime(frame.pop("at"), unit="ms", utc=True)).set_index("time")


# One row a point. Account "" is the whole portfolio; origin: recorded, reconstructed or simulated.
values = timed(read("""${valuesQuery}
"""))
equity = values[values["account"] == ""]["equity"]
flow = values[values["account"] == ""]["flow"]

# Time-weighted: inflows count at the start of a period, outflows at its end. A deposit is never a profit; where a flow is
# not known (NaN) there is no return.
returns = (equity - flow.clip(upper=0)) / (equity.shift() + flow.clip(lower=0)) - 1

# What was held, at each record of an account (asset "": it held nothing). Price and value are in the base currency.
holdings = timed(read("select at, account, asset, quantity, price, value from holdings order by at"))

# Fills, deposits and withdrawals, and other income. Quantities and prices are exact decimals as text: .astype(float) to
# calculate, decimal.Decimal to be exact.
trades = timed(read("select * from trades order by at"))
flows = timed(read("select * from flows order by at"))
income = timed(read("select * from income order by at"))
`;
}
