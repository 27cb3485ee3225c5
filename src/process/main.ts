import { type Failure, failed, ok } from '../core/model/reading.ts';
import type { Log } from '../core/ports.ts';
import { createChannel, type Handlers } from '../protocol/channel.ts';
import type { EngineRequests, Frame, WindowRequests } from '../protocol/engine.ts';
import { crashText } from './crashText.ts';
import { dataFolder } from './dataFolder.ts';
import { openEngine } from './open.ts';
import { settled } from './settled.ts';
import { systemClock } from './systemClock.ts';
import { versions } from './versions.ts';

/** The forked process: an engine at the end of a wire. It lives exactly as long as the window that forked it. */

const patience = 60_000;
/** A setting is read, nobody is asked. */
const settingPatience = 5_000;
/** A window may ask its user before it hands out a key of another folder. */
const userPatience = 600_000;

const send = (frame: Frame): void => {
  if (process.send === undefined || !process.connected) throw new Error('the window is gone');
  process.send(frame, undefined, undefined, (error) => {
    if (error !== null) process.exitCode = 1;
  });
};
const say = (level: keyof Log, message: string): void => channel.emit({ type: 'log', level, message });
const log: Log = {
  debug: (message) => say('debug', message),
  info: (message) => say('info', message),
  warn: (message) => say('warn', message),
  error: (message) => say('error', message),
};
const engine = openEngine({
  log,
  environment: process.env,
  dataDir: process.argv[2] ?? dataFolder(process.env),
  secrets: {
    async credentials(binding) {
      const answer = await settled(channel.request('credentials', binding, userPatience));
      if (!answer.ok) return answer;
      const noKey: Failure = { kind: 'credentials', reason: `no key is stored for ${binding.account}; add one` };
      return answer.value === null ? { ok: false, failure: noKey } : ok(answer.value);
    },
    async databaseUrl(folder) {
      const answer = await settled(channel.request('databaseUrl', { folder }, userPatience));
      if (!answer.ok) return answer;
      const none = 'no URL of a database is stored for this folder, or its host is not approved; set one';
      return answer.value === null ? failed('credentials', none) : ok(answer.value);
    },
  },
  hosts: {
    async approved(folder, host) {
      const answer = await settled(channel.request('hostApproved', { folder, host }, userPatience));
      return answer.ok && answer.value;
    },
  },
  async tradingAllowed(folder, account) {
    // A window that does not answer at once has not allowed it.
    const answer = await settled(channel.request('tradingAllowed', { folder, account }, settingPatience));
    return answer.ok && answer.value === true;
  },
});
const answer =
  <N extends keyof EngineRequests>(name: N) =>
  (argument: EngineRequests[N][0]): Promise<EngineRequests[N][1]> =>
    engine.request(name, argument);
const handlers: Handlers<EngineRequests> = {
  open: answer('open'),
  close: answer('close'),
  refresh: answer('refresh'),
  states: answer('states'),
  series: answer('series'),
  performance: answer('performance'),
  attribution: answer('attribution'),
  correlation: answer('correlation'),
  performances: answer('performances'),
  compare: answer('compare'),
  history: answer('history'),
  ledger: answer('ledger'),
  historyPlace: answer('historyPlace'),
  table: answer('table'),
  positionDetails: answer('positionDetails'),
  tax: answer('tax'),
  reconciliation: answer('reconciliation'),
  tradeStats: answer('tradeStats'),
  plan: answer('plan'),
  execute: answer('execute'),
  executions: answer('executions'),
  stopTrading: answer('stopTrading'),
  resetPaper: answer('resetPaper'),
  openTearSheet: answer('openTearSheet'),
  closeTearSheet: answer('closeTearSheet'),
  headroom: answer('headroom'),
  checkConfig: answer('checkConfig'),
  editConfig: answer('editConfig'),
  limitLocations: answer('limitLocations'),
  exchanges: answer('exchanges'),
  accounts: answer('accounts'),
  testAccount: answer('testAccount'),
  accessChanged: answer('accessChanged'),
  attention: answer('attention'),
  diagnose: answer('diagnose'),
};
const channel = createChannel<WindowRequests, EngineRequests>({
  send,
  onMessage(listener) {
    process.on('message', listener);
    return { close: () => void process.off('message', listener) };
  },
  handlers,
  timeoutMs: patience,
  after: systemClock.after,
  log: log.warn,
});

async function end(code: number): Promise<never> {
  // A database that does not close in time is safe anyway (WAL); a process that outlives its window is not.
  await Promise.race([engine.close(), new Promise((resolve) => setTimeout(resolve, 1500))]);
  process.exit(code);
}

process.on('disconnect', () => void end(0));
process.on('SIGTERM', () => void end(0));
process.on('uncaughtException', (error) => {
  log.error(`The engine stopped: ${crashText(error)}`);
  setTimeout(() => process.exit(70), 100);
});
engine.onState((state) => channel.emit({ type: 'state', state }));
engine.onExecution((execution) => channel.emit({ type: 'execution', execution }));
engine.onRemoved((folder) => channel.emit({ type: 'closed', folder }));
channel.emit({ type: 'ready', pid: process.pid, versions: versions() });
