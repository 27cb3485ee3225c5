import type { OrderWrite } from './operation.ts';
import { orderEndpoints } from './orderEndpoints.ts';

/**
 * SEC-4. Whether this request is the one order that the running operation may send: it carries a permit, the endpoint stands in
 * the list of what creates (cancels) an order at this exchange, and nothing was sent with it before.
 */
export function admitsOrder(exchange: string, endpoint: string, write: OrderWrite | null): boolean {
  if (write === null || write.sent) return false;
  return orderEndpoints[exchange]?.[write.kind].includes(endpoint) === true;
}
