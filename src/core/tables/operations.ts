import { big, toNumber } from '../decimal.ts';
import { isAssumedFlow } from '../ledger/assumedFlow.ts';
import { cell, column } from './column.ts';
import { defineTable, type OwnFlow, type OwnIncome, type TableScene } from './table.ts';

type Operation = OwnFlow | OwnIncome;

const amount = { amount: true };
const hidden = { hidden: true };

/** Everything that moved money or assets without being a fill, the newest first. */
export const operations = defineTable<Operation>({
  id: 'operations',
  title: 'Operations',
  empty: 'No deposits, withdrawals or other operations are known.',
  parts: ['ledger'],
  covers: ['flows', 'income'],
  order: 'time',
  columns: [
    column(['time', 'Time (UTC)', 'time'], 'When it was booked.', ({ at }) => cell(at)),
    column(
      ['kind', 'Operation', 'text'],
      'Deposit, withdrawal, transfer, adjustment and network fee are flows, never a profit; funding, interest, staking, rebate, dividend, booked P&L and conversion are P&L. Fees of trades stand beside the trades.',
      (operation) => cell(nameOf(operation), isAssumedFlow(operation) ? assumed : null),
    ),
    column(['asset', 'Asset', 'text'], 'What moved.', ({ asset }) => cell(asset)),
    column(
      ['quantity', 'Quantity', 'quantity'],
      'In is positive, out is negative.',
      ({ quantity }) => cell(quantity),
      amount,
    ),
    column(
      ['value', 'Value', 'money'],
      'Quantity × the close of its day, in base currency.',
      (operation, scene) => {
        const value = worthOf(operation, scene);
        return cell(
          value,
          value === null ? `no price of ${operation.asset} is known for ${dayOf(operation.at)}` : null,
        );
      },
      amount,
    ),
    column(['account', 'Account', 'text'], 'Where it was booked.', ({ account }, { titleOf }) =>
      cell(titleOf(account)),
    ),
    column(['symbol', 'Symbol', 'text'], 'The market it belongs to: funding and booked P&L name one.', (operation) =>
      cell(symbolOf(operation), symbolOf(operation) === null ? 'it belongs to no market' : null),
    ),
    column(
      ['strategy', 'Strategy', 'text'],
      'Of the account and asset, by the configuration.',
      ({ account, asset }, { strategyOfHolding }) => {
        const strategy = strategyOfHolding({ account, asset });
        return cell(strategy, strategy === null ? 'no strategy is set for it' : null);
      },
      hidden,
    ),
    column(['id', 'Id', 'text'], 'As its source names it.', ({ id }) => cell(id), hidden),
  ],
  rows: ({ flows, income }) => [...flows, ...income].sort((a, b) => b.at - a.at),
  // A source numbers deposits, withdrawals and income each for itself.
  idOf: (operation) =>
    `${operation.account}/${operation.kind}/${'symbol' in operation ? 'income' : 'flow'}/${operation.id}`,
  about: (operation, { strategyOfHolding }) => {
    const symbol = symbolOf(operation);
    const base = symbol?.split('/')[0];
    return {
      accounts: [operation.account],
      assets: [operation.asset, ...(symbol === null ? [] : [symbol]), ...(base === undefined ? [] : [base])],
      strategy: strategyOfHolding(operation),
      at: operation.at,
    };
  },
});

const names: Readonly<Record<Operation['kind'], string>> = {
  deposit: 'Deposit',
  withdrawal: 'Withdrawal',
  transfer: 'Transfer',
  adjustment: 'Adjustment',
  fee: 'Fee',
  funding: 'Funding',
  interest: 'Interest',
  staking: 'Staking',
  rebate: 'Rebate',
  dividend: 'Dividend',
  realizedPnl: 'Booked P&L',
  conversion: 'Conversion',
  other: 'Other',
};

const assumed = 'Its file tells no deposits: what a purchase or a fee took had to be there.';

function nameOf(operation: Operation): string {
  if (isAssumedFlow(operation)) return 'Deposit (assumed)';
  return operation.kind === 'fee' && !('symbol' in operation) ? 'Network fee' : names[operation.kind];
}

function symbolOf(operation: Operation): string | null {
  return 'symbol' in operation ? operation.symbol : null;
}

function worthOf({ asset, at, quantity }: Operation, { baseCurrency, rateAt }: TableScene): number | null {
  const rate = asset === baseCurrency ? 1 : rateAt(asset, at);
  return rate === null ? null : toNumber(big(quantity).times(rate));
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
