import assert from 'node:assert/strict';
import { databaseTarget, isLoopback } from '../../../src/storage/postgres/databaseTarget.ts';
import { postgresFault, postgresWords } from '../../../src/storage/postgres/postgresFault.ts';
import { schemaName } from '../../../src/storage/postgres/schemaName.ts';
import { timescaleSql } from '../../../src/storage/postgres/timescale.ts';

describe('databaseTarget', () => {
  const target = (url: string) => {
    const read = databaseTarget(url);
    assert.ok(read.ok, read.ok ? '' : read.failure.reason);
    return read.value;
  };
  const refused = (url: string): string => {
    const read = databaseTarget(url);
    assert.ok(!read.ok);
    assert.ok(!read.failure.reason.includes('top-secret'));
    return read.failure.reason;
  };

  it('reads a URL, its escapes and its defaults', () => {
    const { host, port, user, password, database, place, approval, options } = target(
      'postgres://ann%40desk:a%2Fb%3Ac@db.example.com/book?options=endpoint%3Dx',
    );
    assert.deepEqual(
      { host, port, user, password, database, place, approval, options },
      {
        host: 'db.example.com',
        port: 5432,
        user: 'ann@desk',
        password: 'a/b:c',
        database: 'book',
        place: 'db.example.com:5432/book',
        approval: 'db.example.com',
        options: 'endpoint=x',
      },
    );
    assert.equal(target('postgresql://u@h:6000/d').password, null);
    assert.equal(target('postgresql://u@h:6000/d').approval, 'h:6000');
    assert.equal(target('postgresql://u:p@[::1]:5432/d').host, '::1');
  });

  it('encrypts to every host but this machine, and checks the certificate, unless the URL says otherwise', () => {
    assert.deepEqual(target('postgresql://u:p@db.example.com/d').ssl, { rejectUnauthorized: true });
    assert.deepEqual(target('postgresql://u:p@db.example.com/d?sslmode=require').ssl, { rejectUnauthorized: true });
    assert.deepEqual(target('postgresql://u:p@db.example.com/d?sslmode=no-verify').ssl, { rejectUnauthorized: false });
    assert.equal(target('postgresql://u:p@db.example.com/d?sslmode=disable').ssl, false);
    assert.equal(target('postgresql://u:p@127.0.0.1/d').ssl, false);
    assert.equal(target('postgresql://u:p@localhost/d').ssl, false);
    assert.match(refused('postgresql://u:top-secret@h/d?sslmode=maybe'), /sslmode=maybe; it is disable, no-verify/);
    assert.match(refused('postgresql://u:top-secret@h/d?sslrootcert=/no/such.pem'), /such\.pem .* cannot be read/);
  });

  it('refuses what is no URL of a database, or leads elsewhere than it shows', () => {
    assert.match(refused('https://u:top-secret@h/d'), /no PostgreSQL URL; write postgresql:/);
    assert.match(refused('top-secret'), /no PostgreSQL URL/);
    assert.match(refused('postgresql://u:top-secret@h/'), /needs a host, a user and a database/);
    assert.match(refused('postgresql://u:top-secret%zz@h/d'), /write "%" itself as %25/);
    for (const name of ['host', 'hostaddr', 'port', 'user', 'password', 'dbname', 'service']) {
      assert.match(refused(`postgresql://u:top-secret@127.0.0.1/d?${name}=x`), new RegExp(`parameter "${name}"`));
    }
  });

  it('knows this machine', () => {
    for (const host of ['localhost', '127.0.0.1', '127.8.9.1', '::1']) assert.ok(isLoopback(host));
    for (const host of ['127.0.0.1.example.com', 'example.com', '10.0.0.1', '0.0.0.0']) assert.ok(!isLoopback(host));
  });

  it('has words for every kind of trouble, without the password', () => {
    const there = target('postgresql://ann:top-secret@db.example.com/book');
    const coded = (code: string) => Object.assign(new Error('it said top-secret'), { code });
    const kinds = [
      ...['ENOTFOUND', 'ECONNREFUSED', 'ETIMEDOUT', 'ECONNRESET', '28P01', '28000', '3D000', '25006', '42501', '53300'],
      ...[
        '53100',
        '57P01',
        '57P03',
        '57014',
        '40001',
        '08006',
        'SELF_SIGNED_CERT_IN_CHAIN',
        'ERR_TLS_CERT_ALTNAME_INVALID',
      ],
    ].map(coded);
    for (const error of [...kinds, new Error('top-secret is odd'), 'text']) {
      const words = postgresWords(there, error);
      assert.ok(!words.includes('top-secret'), words);
      assert.match(words, /db\.example\.com:5432\/book/);
    }
    assert.ok(kinds.every((error) => postgresFault(error) !== 'other'));
    assert.equal(postgresFault(coded('08P01')), 'other');
  });
});

describe('schemaName', () => {
  it('is the same for one name on every machine, and another for any other name', () => {
    assert.equal(schemaName('Main book'), 'quantfolio_main_book_8756716e');
    assert.equal(schemaName(' Main book '), schemaName('Main book'));
    // The same letters, composed and decomposed: two file systems may write one name so.
    assert.equal(schemaName('Z\u00fcrich'), schemaName('Zu\u0308rich'));
    const names = ['Main book', 'main book', 'Main-book', 'Mainbook', '"; drop schema public', '帳簿', '帳', ''];
    const schemas = names.map(schemaName);
    assert.equal(new Set(schemas).size, names.length);
    for (const schema of schemas) assert.match(schema, /^quantfolio_[a-z0-9_]{8,52}$/);
  });
});

describe('TimescaleDB', () => {
  it('gets chunks by time, knows what now is, and compresses what nothing writes any more', () => {
    const statements = timescaleSql('s');
    assert.equal(
      statements[0],
      `select create_hypertable('"s"."points"', 'at', chunk_time_interval => 2592000000::bigint, if_not_exists => true, migrate_data => true)`,
    );
    assert.match(statements[1] ?? '', /create_hypertable\('"s"\."holdings"', 'at'/);
    assert.match(statements[2] ?? '', /function "s"\."now_ms"\(\) returns bigint/);
    const rest = statements.slice(3).join('\n');
    assert.match(rest, /set_integer_now_func\('"s"\."points"', '"s"\."now_ms"'/);
    assert.match(rest, /compress_segmentby = 'account, tier', timescaledb\.compress_orderby = 'at'/);
    // Hourly values are dropped after 90 days: compressed chunks hold daily ones only.
    assert.match(rest, /add_compression_policy\('"s"\."holdings"', compress_after => 10368000000::bigint/);
  });
});
