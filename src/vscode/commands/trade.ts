import * as vscode from 'vscode';
import type { Position } from '../../core/model/snapshot.ts';
import type { PortfolioState } from '../../core/model/state.ts';
import type { Plan, PlanRequest, TradableAccount } from '../../core/model/trading.ts';
import { formatPercent } from '../../present/format.ts';
import { baseOf } from '../../present/trading/orderWords.ts';
import { parseSize } from '../../present/trading/parseSize.ts';
import { tradedSymbols } from '../../present/trading/tradedSymbols.ts';
import { typedNumber } from '../../present/trading/typedNumber.ts';
import { quantityWords } from '../../present/words.ts';
import type { Parts } from '../parts.ts';
import { makePlan, reviewPlan } from './reviewPlan.ts';
import { choosePlace, refOf } from './target.ts';

type Side = 'buy' | 'sell';

const offWords = 'live trading is off: orders can be planned, not sent';

/** A trade step by step: account, what, side, amount, review. From a row, what the row tells is not asked. */
export async function trade(parts: Parts, value: unknown, side: Side | null = null): Promise<void> {
  const row = rowOf(parts, value);
  const place = await choosePlace(parts, value, 'Trade in which portfolio?');
  const state = place === null ? null : parts.store.get(place.folder);
  if (state === null) return;
  const account = await chooseTradable(parts, state, row?.account ?? null);
  if (account === null) return;
  const symbol = row?.symbol ?? (await chooseSymbol(state, account.account));
  if (symbol === null) return;
  const direction = side ?? (await chooseSide(symbol));
  if (direction === null) return;
  let typed = '';
  // Until the person executes, dismisses, or leaves: the amount can be changed after the review.
  for (;;) {
    const next = await askSize(state, account.account, symbol, direction, typed, parts.privacy.on);
    if (next === null) return;
    typed = next;
    const size = parseSize(typed, baseOf(symbol));
    if ('problem' in size) continue;
    const request: PlanRequest = {
      kind: 'order',
      account: account.account,
      symbol,
      side: direction,
      size: size.size,
      price: size.price,
      strategy: null,
    };
    const plan = await makePlan(parts, state.id, request, 'Making the order…');
    if (plan === null) return;
    checkCurrency(plan, size.currency);
    if ((await reviewPlan(parts, state.id, plan, true)) === 'ended') return;
  }
}

/** All of a position, or a part. */
export async function closePosition(parts: Parts, value: unknown): Promise<void> {
  const found = positionOf(parts, value);
  if (found === null) throw new Error('Choose “Close…” on a position in the Portfolio view');
  const part = await choosePart(found.position);
  if (part === null) return;
  const request = { kind: 'close', position: found.position.id, part } as const;
  const plan = await makePlan(parts, found.state.id, request, 'Making the order…');
  if (plan !== null) await reviewPlan(parts, found.state.id, plan);
}

/** To a new size on the same side. */
export async function adjustPosition(parts: Parts, value: unknown): Promise<void> {
  const found = positionOf(parts, value);
  if (found === null) throw new Error('Choose “Adjust…” on a position in the Portfolio view');
  const { position, state } = found;
  const typed = await vscode.window.showInputBox({
    title: `Adjust ${position.symbol}`,
    prompt: `New size; it is ${quantityWords(position.size, parts.privacy.on)} ${position.side} now. 0 closes it.`,
    ...(parts.privacy.on ? {} : { value: position.size }),
    validateInput: (text) => (typedNumber(text) === null ? 'Write a size of 0 or more, such as 0.5' : null),
  });
  const size = typed === undefined ? null : typedNumber(typed);
  if (size === null) return;
  const plan = await makePlan(parts, state.id, { kind: 'adjust', position: position.id, size }, 'Making the order…');
  if (plan !== null) await reviewPlan(parts, state.id, plan);
}

/** What a row says of a trade: an account, and perhaps what is traded there. */
function rowOf(
  parts: Parts,
  value: unknown,
): { readonly account: string | null; readonly symbol: string | null } | null {
  const ref = refOf(value);
  const snapshot = ref === null ? null : (parts.store.get(ref.portfolio)?.snapshot ?? null);
  if (ref?.kind === 'account') return { account: ref.account, symbol: null };
  if (ref?.kind === 'asset') return { account: null, symbol: ref.asset };
  if (ref?.kind === 'holding') {
    const holding = snapshot?.holdings.find((row) => row.id === ref.id);
    return holding === undefined ? null : { account: holding.account, symbol: holding.asset };
  }
  if (ref?.kind === 'position') {
    const position = snapshot?.positions.find((row) => row.id === ref.id);
    return position === undefined ? null : { account: position.account, symbol: position.symbol };
  }
  return null;
}

/** The position of a row; of a holding its other face (POS-2a). */
export function positionOf(
  parts: Parts,
  value: unknown,
): { readonly state: PortfolioState; readonly position: Position } | null {
  const ref = refOf(value);
  const state = ref === null ? null : parts.store.get(ref.portfolio);
  const snapshot = state?.snapshot ?? null;
  if (state === null || snapshot === null) return null;
  const holding = ref?.kind === 'holding' ? snapshot.holdings.find((row) => row.id === ref.id) : undefined;
  const position = snapshot.positions.find((row) =>
    holding === undefined
      ? ref?.kind === 'position' && row.id === ref.id
      : row.instrument === 'spot' && row.account === holding.account && row.asset === holding.asset,
  );
  return position === undefined ? null : { state, position };
}

async function chooseTradable(
  parts: Parts,
  state: PortfolioState,
  wanted: string | null,
): Promise<TradableAccount | null> {
  const titles = parts.desk.titlesOf(state.id);
  const all = (state.trading ?? []).filter((one) => wanted === null || one.account === wanted);
  const [only] = all;
  if (only === undefined) {
    throw new Error(
      wanted === null
        ? 'No account of this portfolio can be traded: add a paper account, or set an exchange account’s mode to trade'
        : `“${titles(wanted)}” cannot be traded by Quantfolio: trade there yourself`,
    );
  }
  const open = all.filter((one) => one.ready);
  const chosen =
    all.length === 1
      ? only
      : open.length === 1 && all.length === open.length
        ? open[0]
        : (
            await vscode.window.showQuickPick(
              all.map((account) => ({
                label: titles(account.account),
                description: account.live ? 'real money' : 'paper',
                detail: account.reason ?? (account.live && !parts.trading.on ? offWords : ''),
                account,
              })),
              { title: 'Trade in which account?' },
            )
          )?.account;
  if (chosen === undefined) return null;
  if (!chosen.ready) throw new Error(`${titles(chosen.account)}: ${chosen.reason ?? 'it cannot be traded now'}`);
  return chosen;
}

async function chooseSymbol(state: PortfolioState, account: string): Promise<string | null> {
  const other = '$(pencil) Another symbol…';
  const known = tradedSymbols(state, account);
  const items = [
    ...known.map(({ symbol, note }) => ({ label: symbol, description: note })),
    { label: other, description: 'an asset (BTC) or a market (BTC/USD)' },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: 'Trade what?', placeHolder: 'BTC, ETH/USD …' });
  if (picked?.label !== other) return picked?.label ?? null;
  const typed = await vscode.window.showInputBox({
    title: 'Trade what?',
    prompt: 'An asset (BTC), or a market (BTC/USD)',
    validateInput: (text) =>
      /^[\w.-]+(\/[\w.-]+(:[\w.-]+)?)?$/.test(text.trim()) ? null : 'Write an asset (BTC) or a market (BTC/USD)',
  });
  return typed === undefined ? null : typed.trim().toUpperCase();
}

async function chooseSide(symbol: string): Promise<Side | null> {
  const sides = [
    { label: '$(add) Buy', side: 'buy' as const },
    { label: '$(remove) Sell', side: 'sell' as const },
  ];
  return (await vscode.window.showQuickPick(sides, { title: `Buy or sell ${symbol}?` }))?.side ?? null;
}

async function askSize(
  state: PortfolioState,
  account: string,
  symbol: string,
  side: Side,
  typed: string,
  privacy: boolean,
): Promise<string | null> {
  const base = baseOf(symbol);
  const held = state.snapshot?.holdings.find((holding) => holding.account === account && holding.asset === base);
  const holds = held === undefined ? '' : ` ${quantityWords(held.quantity, privacy)} ${base} held.`;
  const answer = await vscode.window.showInputBox({
    title: `${side === 'buy' ? 'Buy' : 'Sell'} ${symbol}`,
    prompt: `A quantity (0.5), an amount of money (500 USD), or all. “0.5 @ 91000” makes it a limit order.${holds}`,
    value: typed,
    ignoreFocusOut: true,
    validateInput(text) {
      const size = parseSize(text, base);
      return 'problem' in size ? size.problem : null;
    },
  });
  return answer ?? null;
}

async function choosePart(position: Position): Promise<number | null> {
  const parts = [1, 0.5, 0.25].map((part) => ({
    label: part === 1 ? 'All of it' : formatPercent(part, { digits: 0 }),
    part,
  }));
  const other = { label: 'Another part…', part: 0 };
  const picked = await vscode.window.showQuickPick([...parts, other], {
    title: `Close how much of ${position.symbol}?`,
  });
  if (picked === undefined) return null;
  if (picked.part > 0) return picked.part;
  const typed = await vscode.window.showInputBox({
    title: `Close how much of ${position.symbol}?`,
    prompt: 'A percentage, such as 30',
    validateInput: (text) => (partOf(text) === null ? 'Write a percentage above 0, up to 100' : null),
  });
  return typed === undefined ? null : partOf(typed);
}

function partOf(text: string): number | null {
  const value = Number(text.trim().replace(/%$/, ''));
  return Number.isFinite(value) && value > 0 && value <= 100 ? value / 100 : null;
}

/** An amount typed in one currency must not be taken for one of another. */
function checkCurrency(plan: Plan, currency: string | null): void {
  const [order] = plan.orders;
  if (currency === null || order === undefined || order.quote === currency) return;
  throw new Error(
    `${order.ticket.symbol} is priced in ${order.quote}: write the amount in ${order.quote}, or a quantity of ${baseOf(order.ticket.symbol)}`,
  );
}
