import { type Command, formats } from './command.ts';
import { optionTable } from './parse.ts';

export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    'Usage: quantfolio COMMAND [options]',
    '',
    'A live, risk-checked view of the trading book that quantfolio.json describes. Orders go to paper accounts only.',
    '',
    ...commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    `  ${'help'.padEnd(width)}  this text, or 'quantfolio help COMMAND'`,
    '',
    'The configuration is the nearest quantfolio.json from the current folder upwards, or what --config names.',
    'Keys come from the environment: QUANTFOLIO_<ACCOUNT>_API_KEY, _SECRET, _PASSWORD (the account id in upper case,',
    'other characters as _); QUANTFOLIO_<ACCOUNT>_EXCHANGE, when set, must match the configuration.',
    'Exit codes: 0 OK, 1 warning (check --strict), 2 breach or unknown (check) or an order refused, 3 could not evaluate.',
  ].join('\n');
}

export function commandHelp(command: Command): string {
  const infos = command.options.map((name) => {
    if (name === 'format')
      return { ...optionTable.format, usage: `--format ${(command.formats ?? formats).join('|')}` };
    const own = command.says?.[name];
    return own === undefined ? optionTable[name] : { ...optionTable[name], summary: own };
  });
  const width = Math.max(...infos.map((info) => info.usage.length));
  const usage = ['quantfolio', command.name, command.usage, '[options]'].filter((part) => part !== '').join(' ');
  return [
    `Usage: ${usage}`,
    '',
    `  ${command.summary}`,
    ...(command.about ?? []).map((line) => `  ${line}`),
    '',
    ...infos.map((info) => `  ${info.usage.padEnd(width)}  ${info.summary}`),
  ].join('\n');
}
