import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callCli } from '../../../support/callCli.ts';

const giver = join(import.meta.dirname, 'orderGiver.ts');
const rounds = 6;

describe('a process that is killed while it orders on a paper account', function () {
  this.timeout(120_000);
  let place = '';
  before(async () => {
    place = await mkdtemp(join(tmpdir(), 'quantfolio-paperkills-'));
    const config = {
      version: 1,
      name: 'Kills',
      baseCurrency: 'USD',
      accounts: { paper: { kind: 'paper', cash: { USD: 100_000 }, feeBps: 10 } },
      prices: { source: ['account', 'simulated'] },
    };
    await writeFile(join(place, 'quantfolio.json'), JSON.stringify(config));
  });
  after(() => rm(place, { recursive: true, force: true }));

  it(`${rounds} times: nothing that was acknowledged is lost, nothing is doubled, and cash adds up`, async () => {
    const data = join(place, '.data');
    const told: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const child = fork(giver, [place, data], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      const ended = once(child, 'exit');
      let left = 1 + ((round * 5) % 7);
      child.on('message', (message: { readonly id?: string; readonly state?: string }) => {
        if (message.id === undefined) return;
        if (message.state === 'filled') told.push(message.id);
        left -= 1;
        // Somewhere in the next order: before, while and after it is written.
        if (left === 0) setTimeout(() => child.kill('SIGKILL'), round * 1.7);
      });
      await ended;
    }
    const ask = async (...args: readonly string[]) => {
      const run = await callCli([...args, '--json'], { cwd: place, environment: { QUANTFOLIO_DATA_DIR: data } });
      assert.equal(run.code, 0, run.err);
      return JSON.parse(run.out);
    };
    const { rows } = await ask('trades');
    const ids: readonly string[] = rows.map(({ client }: { client: string }) => client);
    assert.ok(told.length >= rounds);
    assert.equal(new Set(ids).size, ids.length, 'a fill is there twice');
    for (const id of told) assert.ok(ids.includes(id), `${id} was told as filled and is not there`);
    assert.ok(ids.length <= told.length + 2 * rounds);
    const { executions } = await ask('executions');
    type Sent = { readonly client_order_id: string; readonly state: string };
    const sent: readonly Sent[] = executions.flatMap(({ orders }: { orders: readonly Sent[] }) => orders);
    // Each fill was written down before it was sent: none is without its order.
    for (const id of ids)
      assert.ok(
        sent.some(({ client_order_id }) => client_order_id === id),
        `${id} has no order`,
      );
    for (const { client_order_id: id, state } of sent) if (state === 'filled') assert.ok(ids.includes(id));
    const sum = (name: string) =>
      rows.reduce((total: number, row: Record<string, string>) => total + Number(row[name]), 0);
    const { account, totals } = await ask('snapshot');
    const expected = 100_000 + sum('realized') - sum('fee') + totals.total_unrealized_pnl;
    assert.ok(Math.abs(account.equity - expected) < 0.01, `${account.equity} is not ${expected}`);
  });
});
