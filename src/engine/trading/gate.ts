import { failed, ok, type Reading } from '../../core/model/reading.ts';
import type { PlannedOrder } from '../../core/model/trading.ts';
import type { Trading } from '../../core/ports.ts';
import type { DeskContext } from './desk.ts';
import { tradableAccount } from './tradableAccount.ts';

const loopback = /^https?:\/\/(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?(\/|$)/;

/**
 * Whether an order may be given to its account as everything stands at this moment: rule 3. It is asked before each order, so that
 * what changed since the plan was confirmed (the configuration, a key, the switch) counts.
 */
export async function openGate(
  { ports, options, portfolio }: DeskContext,
  order: PlannedOrder,
): Promise<Reading<Trading>> {
  const { account } = order.ticket;
  const { folder, config, connections } = portfolio();
  const settings = config()?.accounts[account];
  const connection = connections()
    .accounts()
    .find(({ id }) => id === account);
  if (settings === undefined || connection === undefined) {
    return failed('refused', `${account} is no longer in the configuration`);
  }
  const tradable = tradableAccount(connection);
  if (!tradable.ready) return failed('refused', `${account}: ${tradable.reason ?? 'orders cannot be given to it'}`);
  const trading = connection.source.ok ? connection.source.value.trading : undefined;
  if (trading === undefined) return failed('refused', `${account}: orders cannot be given to it`);
  // What is told of money must never depend on one place alone.
  if (trading.live !== order.live || tradable.live !== order.live) {
    return failed('refused', `${account} was planned as ${order.live ? 'real money' : 'paper'} and is not: plan again`);
  }
  if (!order.live) return ok(trading);
  if (options.mode !== 'live') {
    return failed('refused', 'the command line never sends live orders: execute the plan in the window');
  }
  if (ports.redirectedTo !== null && !loopback.test(ports.redirectedTo)) {
    return failed('refused', `exchange traffic is redirected to ${ports.redirectedTo}: no live order is sent there`);
  }
  if (!(await allowed(ports, folder, account))) {
    return failed('refused', 'live trading is off: the setting quantfolio.trading.enabled of this machine turns it on');
  }
  return ok(trading);
}

/** A question that fails is not an allowance. */
export async function allowed(ports: DeskContext['ports'], folder: string, account: string): Promise<boolean> {
  try {
    return (await ports.tradingAllowed(folder, account)) === true;
  } catch (error) {
    ports.log.warn(`Whether live orders may be sent could not be asked: ${String(error)}`);
    return false;
  }
}
