import { failed, ok, type Reading } from '../core/model/reading.ts';

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * QUANTFOLIO_EXCHANGE_BASE_URL: where all exchange traffic goes instead, for tests and demos; null when not set. Loopback
 * only (SEC-2): an environment variable must not be able to send keys and books to a stranger.
 */
export function redirectTarget(environment: Readonly<Record<string, string | undefined>>): Reading<string | null> {
  const text = environment['QUANTFOLIO_EXCHANGE_BASE_URL'];
  if (text === undefined || text === '') return ok(null);
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return failed(
      'refused',
      'QUANTFOLIO_EXCHANGE_BASE_URL is no http address; write for example http://127.0.0.1:8080',
    );
  }
  if (!loopback.has(url.hostname) || url.username !== '' || url.password !== '') {
    return failed(
      'refused',
      `QUANTFOLIO_EXCHANGE_BASE_URL names ${url.hostname}, but only this machine is allowed (127.0.0.1, [::1] or localhost)`,
    );
  }
  return ok(text.replace(/\/+$/, ''));
}
