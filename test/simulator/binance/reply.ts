import type { Reply } from '../exchange.ts';

/** Binance's error shape: an HTTP status, a negative code and a message. */
export function refusal(status: number, code: number, msg: string, headers?: Readonly<Record<string, string>>): Reply {
  const body = JSON.stringify({ code, msg });
  return headers === undefined ? { status, body } : { status, body, headers };
}

export const refusals = {
  keyFormat: refusal(401, -2014, 'API-key format invalid.'),
  key: refusal(401, -2015, 'Invalid API-key, IP, or permissions for action.'),
  signature: refusal(400, -1022, 'Signature for this request is not valid.'),
  timestampMissing: refusal(400, -1102, "Mandatory parameter 'timestamp' was not sent, was empty/null, or malformed."),
  symbolMissing: refusal(400, -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."),
  timestampAhead: refusal(400, -1021, "Timestamp for this request was 1000ms ahead of the server's time."),
  timestampBehind: refusal(400, -1021, 'Timestamp for this request is outside of the recvWindow.'),
  symbol: refusal(400, -1121, 'Invalid symbol.'),
  interval: refusal(400, -1120, 'Invalid interval.'),
  listenKey: refusal(400, -1125, 'This listenKey does not exist.'),
  write: refusal(400, -2010, 'The simulated exchange records orders, withdrawals and transfers, and carries none out.'),
} as const;
