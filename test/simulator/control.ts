import type { Call, Reply } from './exchange.ts';
import { json } from './exchange.ts';
import type { Fault, Faults } from './faults.ts';
import type { LiveWorld } from './liveWorld.ts';
import type { RequestLog } from './log.ts';
import type { WorldRecord } from './movements.ts';
import type { OrderDesk } from './orderDesk.ts';
import type { ExchangeId } from './world.ts';

/**
 * The simulator's own address, for tests and demos in another process (GET reads, POST changes):
 * /_simulator/log, /writes, /faults (one fault as JSON; DELETE clears), /price?exchange=&id=&price=, /revoke?account=,
 * /record?account= (one record as JSON: a fill, flow, transfer, earning or conversion that happens now),
 * /orders?account= (its orders; POST with `clientOrderId` and `quantity` fills a part of one that works), /written (every write
 * since the start, also what DELETE /log took away)
 */
export function control(parts: {
  readonly live: LiveWorld;
  readonly log: RequestLog;
  readonly faults: Faults;
  readonly desk: OrderDesk;
}): (call: Call) => Reply {
  const { live, log, faults, desk } = parts;
  return (call) => {
    const needed = (name: string): string => {
      const value = call.params.get(name);
      if (value === null) throw new Error(`${call.path} needs ${name}`);
      return value;
    };
    switch (`${call.method} ${call.path}`) {
      case 'GET /log':
        return json(log.entries);
      case 'DELETE /log':
        log.clear();
        return json({});
      case 'GET /writes':
        return json(log.writes());
      case 'GET /written':
        return json(log.everWritten());
      case 'GET /orders':
        return json(live.account(needed('account')).orders);
      case 'POST /orders': {
        const owner = live.account(needed('account'));
        const order = owner.orders.findLast((one) => one.clientOrderId === needed('clientOrderId'));
        if (order === undefined) throw new Error(`${owner.id} has no such order`);
        desk.fillPart(owner, order, needed('quantity'));
        return json(order);
      }
      case 'POST /faults':
        faults.add(JSON.parse(call.rawBody) as Fault);
        return json({});
      case 'DELETE /faults':
        faults.clear();
        return json({});
      case 'POST /price':
        live.setPrice(needed('exchange') as ExchangeId, needed('id'), needed('price'));
        return json({});
      case 'POST /record':
        live.record(needed('account'), JSON.parse(call.rawBody) as WorldRecord);
        return json({});
      case 'POST /revoke':
        live.revoke(needed('account'));
        return json({});
      default:
        return { status: 404, body: JSON.stringify({ error: `the simulator has no ${call.method} ${call.path}` }) };
    }
  };
}
