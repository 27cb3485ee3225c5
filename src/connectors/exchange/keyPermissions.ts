import type { KeyPermissions } from '../../core/ports.ts';
import type { CcxtExchange, Dict } from './ccxtExchange.ts';
import { isDict } from './wellFormed.ts';

type Rights = Omit<KeyPermissions, 'detail'>;

interface PermissionEndpoint {
  /** ccxt's implicit method; there is no unified one. */
  readonly method: string;
  rights(answer: unknown): Rights;
}

const yes = (value: unknown): boolean => value === true || value === 1 || value === '1' || value === 'true';
const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string' && entry !== '') : [];
const words = (value: unknown): readonly string[] =>
  typeof value === 'string' ? value.split(',').map((word) => word.trim().toLowerCase()) : [];
const dict = (value: unknown): Dict => {
  if (!isDict(value)) throw new TypeError('permissions are no record');
  return value;
};

const endpoints: Readonly<Record<string, PermissionEndpoint>> = {
  binance: {
    method: 'sapiGetAccountApiRestrictions',
    rights: (answer) => {
      const key = dict(answer);
      const trades = [
        'enableSpotAndMarginTrading',
        'enableMargin',
        'enableFutures',
        'enableVanillaOptions',
        'enablePortfolioMarginTrading',
      ];
      return {
        canRead: yes(key['enableReading']),
        canTrade: trades.some((name) => yes(key[name])),
        canWithdraw: ['enableWithdrawals', 'enableInternalTransfer', 'permitsUniversalTransfer'].some((name) =>
          yes(key[name]),
        ),
        ipRestricted: yes(key['ipRestrict']),
      };
    },
  },
  kraken: {
    method: 'privatePostGetApiKeyInfo',
    rights: (answer) => {
      const key = dict(dict(answer)['result']);
      const rights = texts(key['permissions']);
      return {
        canRead: rights.includes('query-funds'),
        canTrade: rights.includes('modify-trades') || rights.includes('close-trades'),
        canWithdraw: rights.includes('withdraw-funds'),
        ipRestricted: texts(key['ip_allowlist']).length > 0,
      };
    },
  },
  bybit: {
    method: 'privateGetV5UserQueryApi',
    rights: (answer) => {
      const key = dict(dict(answer)['result']);
      const rights = dict(key['permissions']);
      const writes = !yes(key['readOnly']);
      const trading = [
        'ContractTrade',
        'Spot',
        'Options',
        'Derivatives',
        'CopyTrading',
        'BlockTrade',
        'Exchange',
        'NFT',
      ];
      return {
        canRead: true,
        canTrade: writes && trading.some((name) => texts(rights[name]).length > 0),
        canWithdraw: writes && texts(rights['Wallet']).length > 0,
        ipRestricted: !texts(key['ips']).includes('*'),
      };
    },
  },
  okx: {
    method: 'privateGetAccountConfig',
    rights: (answer) => {
      const data = dict(answer)['data'];
      const key = dict(Array.isArray(data) ? data[0] : undefined);
      const rights = words(key['perm']);
      return {
        canRead: rights.includes('read_only'),
        canTrade: rights.includes('trade'),
        canWithdraw: rights.includes('withdraw'),
        ipRestricted: typeof key['ip'] === 'string' && key['ip'] !== '',
      };
    },
  },
  coinbase: {
    method: 'v3PrivateGetBrokerageKeyPermissions',
    rights: (answer) => {
      const key = dict(answer);
      return {
        canRead: yes(key['can_view']),
        canTrade: yes(key['can_trade']),
        canWithdraw: yes(key['can_transfer']),
        ipRestricted: null,
      };
    },
  },
  kucoin: {
    method: 'privateGetUserApiKey',
    rights: (answer) => {
      const key = dict(dict(answer)['data']);
      const rights = words(key['permission']);
      return {
        canRead: rights.includes('general'),
        canTrade: ['spot', 'futures', 'margin', 'trade', 'unified'].some((right) => rights.includes(right)),
        canWithdraw: ['withdrawal', 'withdraw', 'transfer', 'innertransfer', 'flexibletransfers'].some((right) =>
          rights.includes(right),
        ),
        ipRestricted: typeof key['ipWhitelist'] === 'string' && key['ipWhitelist'] !== '',
      };
    },
  },
  bitfinex: {
    method: 'privatePostAuthRPermissions',
    rights: (answer) => {
      if (!Array.isArray(answer)) throw new TypeError('permissions are no list');
      const right = (name: string, column: number): boolean =>
        answer.some((row: unknown) => Array.isArray(row) && row[0] === name && yes(row[column]));
      return {
        canRead: right('wallets', 1),
        canTrade: right('orders', 2) || right('positions', 2) || right('funding', 2),
        canWithdraw: right('withdraw', 2) || right('wallets', 2),
        ipRestricted: null,
      };
    },
  },
  gemini: {
    method: 'privatePostV1Roles',
    rights: (answer) => {
      const key = dict(answer);
      return {
        canRead: ['isAuditor', 'isFundManager', 'isTrader'].some((role) => yes(key[role])),
        canTrade: yes(key['isTrader']),
        canWithdraw: yes(key['isFundManager']),
        ipRestricted: null,
      };
    },
  },
};

/** What the key may do, by the exchange's own endpoint; null where it has none that we know. Throws what ccxt throws. */
export async function readPermissions(exchange: CcxtExchange): Promise<KeyPermissions | null> {
  const endpoint = endpoints[exchange.id];
  if (endpoint === undefined) return null;
  const call = (exchange as unknown as Readonly<Record<string, unknown>>)[endpoint.method];
  if (typeof call !== 'function') return null;
  const rights = endpoint.rights(await call.call(exchange, {}));
  return { ...rights, detail: detailOf(rights) };
}

function detailOf({ canRead, canTrade, canWithdraw, ipRestricted }: Rights): string {
  const parts = [canRead ? 'read' : 'not read', canTrade ? 'trade' : null, canWithdraw ? 'withdraw or transfer' : null];
  const rights = `The key may ${parts.filter((part) => part !== null).join(', ')}`;
  if (ipRestricted === null) return rights;
  return `${rights}; ${ipRestricted ? 'only from listed addresses' : 'from any address'}`;
}
